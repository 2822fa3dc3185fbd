// Several callers are taken out of Asterisk's files in one pass, here or in a thread of its own, and nobody else.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetAside } from '../../src/ari/forget-aside.ts'
import { forgetCallers } from '../../src/ari/forget-caller.ts'

let directory: string
let witness: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-forget-'))
  witness = join(directory, 'log/cel-custom/witness.csv')
  mkdirSync(join(directory, 'log/cel-custom'), { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const number = (n: number) => `+1312555014${n}`
const caller = (n: number, name: string) => ({
  ...{ call: `1772956790.${n}`, incidents: [`i-1772956790.${n}`], numbers: [number(n)], names: [name] },
})
const NAMES = ['Rosalía Díaz', 'Ann Lee', 'Иван Петров', 'Ola Nordmann']

function written(): { readonly rows: string[]; readonly lines: string[] } {
  const rows = NAMES.map((name, n) => `"1772956790.${n}","CHAN_START","${number(n)}","${name}","callerNumber=${number(n)}"`)
  const lines = NAMES.flatMap((name, n) => [`Set CALLERID(num)=312-555-014${n}`, `Set CALLERID(name)=${name}`])
  writeFileSync(witness, `${rows.join('\n')}\n`)
  writeFileSync(join(directory, 'log/messages.log'), `${lines.join('\n')}\n`)
  return { rows, lines }
}

test.each([
  ['here', forgetCallers],
  ['in a thread', forgetAside],
])('two of four, %s', async (_, forget) => {
  const { rows, lines } = written()
  await forget(witness, [caller(0, NAMES[0] ?? ''), caller(2, NAMES[2] ?? '')])
  const left = readFileSync(witness, 'utf8') + readFileSync(join(directory, 'log/messages.log'), 'utf8')
  for (const n of [1, 3]) {
    expect(left).toContain(rows[n])
    expect(left).toContain(`${lines[2 * n]}\n${lines[2 * n + 1]}\n`)
  }
  for (const gone of ['5550140', '5550142', '555-0140', '555-0142', 'Rosal', 'Díaz', 'Иван', 'Петров'])
    expect(left).not.toContain(gone)
  expect(left).toContain('"1772956790.0","CHAN_START"')
})

test('a file that can not be opened: it is told, whoever did the work', async () => {
  mkdirSync(join(directory, 'log/messages.log'))
  rmSync(join(directory, 'log'), { recursive: true })
  writeFileSync(join(directory, 'log'), '')
  await expect(forgetAside(witness, [caller(0, 'Ann Lee')])).rejects.toThrow(/ENOTDIR/)
})

test('however a number is spelled, with whatever stands between its digits', async () => {
  const between = fc.constantFrom('', '', '', '-', ' ', '.', '%20', '%2D', ') ', '%28')
  const before = fc.constantFrom('', '+', '%2B', 'x', '%', '5%', '"')
  const spelled = fc.tuple(
    before,
    fc.boolean(),
    fc.array(between, { minLength: 10, maxLength: 10 }),
    fc.constantFrom('', ' ', '7', '%'),
  )
  await fc.assert(
    fc.asyncProperty(spelled, async ([start, country, gaps, end]) => {
      const digits = [...'3125550140'].map((digit, n) => `${digit}${n === 9 ? '' : (gaps[n] ?? '')}`).join('')
      const line = `Dial(${start}${country ? '1' : ''}${digits}${end})`
      writeFileSync(join(directory, 'log/messages.log'), `${line}\n`)
      await forgetCallers(witness, [caller(0, 'Ann Lee')])
      const left = readFileSync(join(directory, 'log/messages.log'), 'utf8').replaceAll(/%[0-9a-f]{2}|\D/gi, '')
      expect([line, left.includes('5550140')]).toEqual([line, false])
    }),
    { numRuns: 150 },
  )
})
