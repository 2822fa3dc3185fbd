// The examples in the help ask the rules that are shipped in config/, and what they ask exists there.
import { expect, test } from 'vitest'
import { nightbell } from './run-program.ts'

/** The secrets that the shipped rules name. */
const SECRETS = { SAM_ORTIZ_PIN: '47110', MAIL_PASSWORD: 'secret' }
/** Commands that answer from the rules alone. */
const COMMANDS = [
  ['check'],
  ['explain'],
  ['simulate'],
  ...['who', 'next', 'gaps', 'calendar', 'ics'].map(name => ['oncall', name]),
] as const

const examplesOf = (help: string) => [...help.matchAll(/^ {2}nightbell (.*)$/gm)].map(([, words = '']) => words)

test.each(COMMANDS)('%s %s', async (...command) => {
  const help = await nightbell([...command, '--help'])
  const examples = examplesOf(help.out)
  expect(examples.length).toBeGreaterThan(0)
  for (const words of examples) {
    // Two hundred random callers take their time.
    const alone = words.replace(/ [|>] .*$/, '').replace('--random 200', '--random 5')
    const args = [...alone.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    const { code, out, err } = await nightbell(args, {
      ...SECRETS,
      NIGHTBELL_CONFIG: 'config',
      NIGHTBELL_STATE: 'no-such-directory',
    })
    expect([words, err]).toEqual([words, ''])
    // Of an example that says that nobody answers, nobody is reached.
    expect([words, code]).toEqual([words, words.includes('--nobody-answers') ? 1 : 0])
    expect(out).not.toContain('was never rung')
  }
})

test('every command has examples', async () => {
  const commandsOf = (help: string) =>
    [...(help.split(/^Commands:\n/m)[1]?.split(/^\n/m)[0] ?? '').matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name)
  const top = commandsOf((await nightbell(['--help'])).out).filter(name => name !== 'help')
  expect(top.length).toBeGreaterThan(12)
  for (const name of top) {
    const { out } = await nightbell([name, '--help'])
    const parts = commandsOf(out).filter(part => part !== 'help')
    for (const help of [out, ...(await Promise.all(parts.map(async part => (await nightbell([name, part, '--help'])).out)))])
      expect([name, /^Examples?[^\n]*:\n.*\bnightbell /m.test(help)]).toEqual([name, true])
  }
})

test('one command is loaded alone, and the help tells of all of them', async () => {
  const { out } = await nightbell(['--help'])
  for (const name of ['run', 'check', 'explain', 'oncall', 'simulate', 'calls', 'incidents', 'messages', 'desk'])
    expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'))
  expect(await nightbell(['--version'])).toMatchObject({ code: 0, out: '0.0.0-test\n' })
  expect(await nightbell(['cheque'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean check?') })
  expect(await nightbell(['--config', 'oncall', 'check', 'config'], SECRETS)).toMatchObject({ code: 0 })
})
