// `nightbell contact-card`, as an administrator calls it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { SMALL } from '../rules/small-rules.ts'
import { nightbell } from './run-program.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-card-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
writeFileSync(join(directory, 'rules.yaml'), SMALL)
const card = (...args: readonly string[]) => nightbell(['--config', directory, '--state', directory, 'contact-card', ...args])

test('it is printed, or written to a file that a telephone opens', async () => {
  const printed = await card()
  expect(printed).toMatchObject({ code: 0, err: '' })
  expect(printed.out).toMatch(/^BEGIN:VCARD\r\n(.*\r\n)+END:VCARD\r\n$/)
  expect(printed.out).toContain('\r\nTEL;TYPE=WORK,VOICE,PREF:+15125550100\r\n')
  const file = join(directory, 'nightbell.vcf')
  const written = await card('--out', file)
  expect(written).toMatchObject({ code: 0, err: '' })
  expect(written.out).toContain(`${file} is written`)
  expect(readFileSync(file, 'utf8')).toBe(printed.out)
  expect((await card('--language', 'es')).out).toContain('Omisión')
})

test('what cannot be done is said', async () => {
  const lost = await card('--out', join(directory, 'no-such', 'card.vcf'))
  expect(lost.code).toBe(2)
  expect(lost.err).toContain('the card could not be written')
  const french = await card('--language', 'fr')
  expect(french).toMatchObject({ code: 2 })
  expect(french.err).toContain('there is no card in fr: write en or es')
})
