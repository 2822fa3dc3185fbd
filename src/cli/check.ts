// `nightbell check [DIR]`: reads the rules as the daemon would and prints every problem with its place. Changes nothing, needs no daemon.
// As long as nothing has changed it loads nothing of what understands rules: it is asked again and again while somebody writes.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { type SecretUse, wrongSecret } from '../core/plan/secret-text.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { secretInFile } from '../pbx/secrets.ts'
import type { SecretCheck } from '../rules/check-secrets.ts'
import type { Compiled } from '../rules/compile.ts'
import { type Answer, answerKey, keepAnswer, keptAnswer } from '../rules/kept-answer.ts'
import { formatProblem, type Problem } from '../rules/problem.ts'
import { type RuleTexts, readRuleTexts, whyNot } from '../rules/rule-texts.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson } from './io.ts'
import { ownCache } from './own-cache.ts'
import { count } from './plain-text.ts'
import { mustBeDirectory } from './rules-directory.ts'

export function addCheck(program: Command, io: CliIo): void {
  program
    .command('check')
    .description('Check the rule files and print every problem with its place.')
    .argument('[dir]', 'the directory of the rules; --config without it')
    .option('--strict', 'warnings fail too')
    .option('--no-cache', 'read every file anew, and keep nothing')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  nightbell check
  nightbell check ./config --strict
  nightbell check --json | jq -r '.problems[] | "\\(.file):\\(.line):\\(.column) \\(.message)"'

An error keeps the rules from going live; a warning does not. The next 52 weeks are looked at: hours in which a ladder, or a schedule on it, has nobody, and
which local times a change of the clocks skips or repeats. Secrets that are not found in this environment are a warning.

What was read is kept by its content under $XDG_CACHE_HOME/nightbell or ~/.cache/nightbell, so that only files that changed are
read again. Nothing breaks when that is lost or damaged.

Exit codes: 0 the rules can go live (there may be warnings), 1 they have errors, or with --strict warnings, 2 cannot run.`,
    )
    .action(async (given: string | undefined, options: { json?: true; strict?: true; cache: boolean }, command: Command) => {
      const directory = given ?? directoriesOf(io, command).config
      mustBeDirectory(io, directory)
      const texts = readRuleTexts(directory)
      const { problems, warnings, inForce } = await answerOf(io, directory, texts, options.cache)
      const ok = inForce !== null
      if (options.json) {
        printJson(io, { ok, directory, problems, warnings, ...inForce })
      } else {
        for (const problem of [...problems, ...warnings]) io.stdout(`${formatProblem(problem, textOf(texts, problem))}\n\n`)
        const found = [problems.length === 0 ? 'no problems' : count(problems.length, 'problem')]
        if (warnings.length > 0) found.push(count(warnings.length, 'warning'))
        io.stdout(ok ? `${count(inForce.files.length, 'file')}, ${found.join(', ')}.\n` : `${found.join(', ')}.\n`)
      }
      if (!ok || (options.strict && warnings.length > 0)) throw new CliFailure(EXIT.no)
    })
}

/** What has not changed is not looked at again: nothing at all, or the files that are as they were. */
async function answerOf(io: CliIo, directory: string, texts: RuleTexts, mayKeep: boolean): Promise<Answer> {
  const secrets = new Map<string, readonly [string, SecretUse, string | null]>()
  const secretIsThere: SecretCheck = (reference, use) => {
    const found = lookAtSecret(reference, use, io.env)
    secrets.set(`${use} ${reference}`, [reference, use, found?.said ?? null])
    return found
  }
  const looking = { now: io.now() as EpochMs, secretIsThere, onlyAnswer: true } as const
  const file = mayKeep && texts.problems.length === 0 ? cacheFile(io, directory) : null
  if (file === null) return answer((await import('../rules/load.ts')).compileTexts(texts, looking))
  const key = answerKey(texts.files, io.now())
  const before = keptAnswer(`${file}.answer`, key, (reference, use) => lookAtSecret(reference, use, io.env))
  if (before) return before
  // Most has been read before: what is left is little.
  if (existsSync(`${file}.pieces`)) io.soonOver?.()
  const [{ compileTexts }, { openKeptPieces }] = await Promise.all([
    import('../rules/load.ts'),
    import('../rules/kept-pieces.ts'),
  ])
  const pieces = openKeptPieces(`${file}.pieces`)
  const given = answer(compileTexts(texts, { ...looking, kept: pieces.kept }))
  pieces.keep()
  keepAnswer(`${file}.answer`, { key, secrets: [...secrets.values()], answer: given })
  return given
}

function answer(rules: Compiled): Answer {
  const { warnings } = rules
  if (!rules.ok) return { problems: rules.problems, warnings, inForce: null }
  return { problems: [], warnings, inForce: { hash: rules.hash, files: Object.keys(rules.sources) } }
}

/** In the cache of the user; where there is none that only this user can write, nothing is kept. */
function cacheFile({ env }: CliIo, directory: string): string | null {
  const cache = ownCache(env)
  const name = createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 16)
  return cache === null ? null : join(cache, `rules-${name}`)
}

function lookAtSecret(reference: string, use: SecretUse, env: CliIo['env']): ReturnType<SecretCheck> {
  const name = reference.replace(/^(env|file):/, '')
  const missing = (said: string) => ({ missing: true, said }) as const
  let value: string
  if (reference.startsWith('env:')) {
    value = env[name] ?? ''
    if (value === '') return missing(`the environment variable ${name} is not set here`)
  } else {
    try {
      value = secretInFile(name)
    } catch (cause) {
      return missing(`the file ${Object(cause).code === undefined ? 'is no plain file, or far too long' : whyNot(cause)}`)
    }
    if (value === '') return missing('the file is empty')
  }
  const said = wrongSecret(value, use)
  return said === null ? null : { said }
}

/** The text around a mistake is shown with it; a file that cannot be read has none. */
export function textOf(texts: RuleTexts, { file }: Problem): string {
  return texts.files.get(file) ?? ''
}
