// `npm run check`: everything that can be said about the code without running it. Each check says how much it looked at, and one
// that looked at nothing has failed. All of them run, then the exit code is 0 or 1.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'

interface Looked {
  /** How much was looked at: 0 is a failure. */
  readonly at: number
  readonly what: string
  readonly problems: readonly string[]
  readonly warnings?: readonly string[]
}

/** The wall; files over 250 lines look for the missing room long before. */
const LONGEST_FILE = 400
const NO_ROOMS = /^(utils?|helpers?|common|misc)$/

/** Words that may not stand in a part of the product. */
const KEPT_OUT: readonly { readonly in: RegExp; readonly but: RegExp; readonly words: RegExp; readonly because: string }[] = [
  {
    in: /^src\/core\//,
    but: /^$/,
    words: /\b(Date\.now|new Date|Math\.random|Temporal\.Now|console\.|process\.|setTimeout|setInterval)/,
    because: 'the core is given the time and everything else',
  },
  { in: /^src\//, but: /^src\/main\.ts$/, words: /\bprocess\.env\b/, because: 'only main.ts reads the environment' },
]

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const sources = ['src', 'test', 'scripts', 'bench'].filter(existsSync)
const files = sources.flatMap(filesBeneath)

const checks: readonly (readonly [string, () => Looked | Promise<Looked>])[] = [
  ['format and lint (biome)', biome],
  ['types (tsc)', types],
  ['arrows (dependency-cruiser)', arrows],
  ['files', shapes],
]

let failed = 0
for (const [name, look] of checks) {
  const began = performance.now()
  const { at, what, problems, warnings = [] } = await look()
  const bad = at === 0 ? [...problems, `looked at no ${what}: this check is broken`] : problems
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  for (const line of warnings) console.log(`  warning: ${line}`)
  for (const line of bad) console.log(`  ${line}`)
  console.log(`${bad.length === 0 ? 'ok  ' : 'FAIL'}  ${name}: ${at} ${what}, ${seconds} s`)
  if (bad.length > 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1

function biome(): Looked {
  const { status, output } = run('biome', ['check', '--diagnostic-level=warn', '--max-diagnostics=100', '.'])
  const at = Number(/Checked (\d+) files?/.exec(output)?.[1] ?? 0)
  const heads = output.split('\n').filter(line => /^\S+:\d+:\d+ lint\//.test(line))
  return { at, what: 'files', problems: status === 0 ? [] : [output.trim()], warnings: status === 0 ? heads : [] }
}

function types(): Looked {
  // TypeScript 7 in a third of the time. dependency-cruiser needs version 6, which has an interface for programs.
  const kept = ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/nightbell/types.tsbuildinfo']
  const { status, output } = run('node', ['node_modules/tsc7/bin/tsc', '--noEmit', ...kept, '--listFiles', '--pretty', 'false'])
  const lines = output.split('\n').filter(line => line.trim() !== '')
  const listed = lines.filter(line => line.startsWith('/'))
  const own = listed.filter(path => !path.includes('/node_modules/'))
  const said = lines.filter(line => !line.startsWith('/'))
  return { at: own.length, what: 'files', problems: status === 0 ? [] : said }
}

async function arrows(): Promise<Looked> {
  const configuration = await extractDepcruiseConfig('./.dependency-cruiser.cjs')
  const { forbidden = [], options = {} } = configuration
  const result = await cruise(
    sources,
    { ...options, ruleSet: { forbidden }, validate: true },
    options.enhancedResolveOptions ?? {},
    { tsConfig: extractTsConfig('tsconfig.json') },
  )
  const { modules, summary } = result.output as ICruiseResult
  const own = modules.filter(module => sources.some(source => module.source.startsWith(`${source}/`)))
  const told = summary.violations.map(({ rule, from, to, cycle }) => ({
    severity: rule.severity,
    line: `${rule.name}: ${[from, ...(cycle === undefined ? [to] : cycle.map(step => step.name))].join(' -> ')}`,
  }))
  // A parser that gave up sees files and no imports; a resolver that gave up sees imports that lead nowhere.
  const imports = own.flatMap(module => module.dependencies).filter(import_ => /^src\/.*\.ts$/.test(import_.resolved))
  const blind = imports.length < own.length ? [`only ${imports.length} imports between ${own.length} files were understood`] : []
  const unseen = files.filter(file => file.endsWith('.ts') && !own.some(module => module.source === file))
  return {
    at: own.length,
    what: 'modules',
    problems: [
      ...blind,
      ...unseen.map(file => `${file} was not looked at`),
      ...roomsWithoutArrows(forbidden.map(rule => rule.name ?? '')),
      ...told.filter(({ severity }) => severity === 'error').map(({ line }) => line),
    ],
    warnings: told.filter(({ severity }) => severity !== 'error').map(({ line }) => line),
  }
}

/** A new room must be given its arrows before anything is put into it. */
function roomsWithoutArrows(rules: readonly string[]): readonly string[] {
  return readdirSync('src', { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !rules.includes(`arrows-of-${entry.name}`))
    .map(entry => `src/${entry.name} has no arrows in .dependency-cruiser.cjs`)
}

function shapes(): Looked {
  const code = files.filter(file => file.endsWith('.ts'))
  const problems = code.flatMap(file => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const tooLong = lines.length > LONGEST_FILE ? [`${file} has ${lines.length} lines; the wall is ${LONGEST_FILE}`] : []
    const badName = file.split('/').some(part => NO_ROOMS.test(basename(part, '.ts')))
    const rules = KEPT_OUT.filter(rule => rule.in.test(file) && !rule.but.test(file))
    const words = lines.flatMap((line, n) =>
      rules
        .filter(rule => rule.words.test(line.replace(/^\s*(\/\/|\*|\/\*).*/, '')))
        .map(rule => `${file}:${n + 1}: ${rule.because}: ${line.trim()}`),
    )
    return [...tooLong, ...(badName ? [`${file}: name it for what it is about, not ${basename(file)}`] : []), ...words]
  })
  return { at: code.length, what: 'files', problems }
}

function filesBeneath(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath}/${entry.name}`)
}

function run(command: string, args: readonly string[]): { status: number; output: string } {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    env: { ...process.env, PATH: `${process.cwd()}/node_modules/.bin:${process.env.PATH}` },
  })
  return { status: error === undefined ? (status ?? 1) : 1, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` }
}
