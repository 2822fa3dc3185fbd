// `nightbell render` without an address, and with files of TLS that cannot be used: words instead of files that do not work.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { CliIo } from '../../src/cli/io.ts'
import { runCli } from '../../src/cli/program.ts'
import { SMALL } from '../rules/small-rules.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-render-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

async function render(name: string, rules: string, ...options: string[]): Promise<{ code: number; said: string }> {
  const config = `${directory}/${name}`
  mkdirSync(config)
  writeFileSync(`${config}/rules.yaml`, rules)
  let said = ''
  const hear = (text: string): void => {
    said += text
  }
  const io: CliIo = {
    ...{ stdout: hear, stderr: hear, env: {}, user: 1000, version: '0', now: () => 0, run: async () => 0 },
  }
  const code = await runCli(io, ['render', '--config', config, '--pbx', `${config}/pbx`, ...options])
  return { code, said }
}

test('the first time it asks for the address that the trunks reach', async () => {
  const { code, said } = await render('first', SMALL)
  expect(code).toBe(2)
  expect(said).toMatch(/which address do the trunks reach\? Name it once: --sip \d+\.\d+\.\d+\.\d+:5060/)
  expect(said).toMatch(/behind a router, also write/i)
})

test.each([
  [
    'missing',
    'certificate: /nowhere/box.pem, key: /nowhere/box.key',
    /box\.tls\.certificate: \/nowhere\/box\.pem does not exist/,
  ],
  ['authorities', 'authorities: /nowhere/ca.pem', /box\.tls\.authorities: \/nowhere\/ca\.pem does not exist/],
])('TLS with %s files', async (name, tls, words) => {
  const rules = SMALL.replace('  name: Nightbell', `  name: Nightbell\n  tls: { ${tls} }`).replace(
    '    host: 192.0.2.10',
    '    host: 192.0.2.10\n    transport: tls',
  )
  const { code, said } = await render(name, rules, '--sip', '192.0.2.1:5060')
  expect(said).toMatch(words)
  expect(code).toBe(2)
})
