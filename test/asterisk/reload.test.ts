// Changed rules under the running daemon, on the real PBX: a call in progress keeps its own, a new call gets the new ones, and a mistake
// changes nothing.
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene()

const file = (): string => `${scene().config}/ladders.yaml`
const where = (): string[] => ['--state', scene().state, '--config', scene().config]
const text = (): string => readFileSync(file(), 'utf8')

async function status(): Promise<{ plan: { hash: string; problems: string[] } }> {
  return JSON.parse((await nightbell(['status', '--json', ...where()])).stdout)
}

test('a call in progress keeps its rules, a new call gets the new ones', async () => {
  const { lab, fact } = scene()
  const before = (await status()).plan.hash
  // In the menu: it has its rules already.
  const old = await lab.resident.calls(line.closed, { callerId: '+15127770021' })
  await old.answered()
  await old.hears()
  writeFileSync(file(), text().replace('{ who: first, ring: 4s }', '{ who: cleo, ring: 4s }'))
  const said = await nightbell(['reload', ...where()])
  expect(said).toMatchObject({ code: 0, stderr: '' })
  expect(said.stdout).toMatch(/are in force/)
  expect((await status()).plan.hash).not.toBe(before)
  for (const each of [phone.ana, phone.cleo]) lab.phone(each).answers().hearing().presses('5')
  await old.presses('1')
  await fact('owned', { person: 'ana' })
  await old.ended(60_000)
  const young = await lab.resident.calls(line.closed, { callerId: '+15127770022' })
  await young.answered()
  await young.presses('1')
  await fact('owned', { person: 'cleo' })
  await young.ended(60_000)
})

test('a mistake changes nothing, is named by reload and status, and goes when it is mended', async () => {
  const right = text()
  const { hash } = (await status()).plan
  writeFileSync(file(), right.replace('{ who: ben, ring: 6s }', '{ who: bean, ring: 6s }'))
  const said = await nightbell(['reload', ...where()])
  expect(said.code).toBe(1)
  expect(said.stdout).toMatch(/ladders\.yaml:\d+:\d+.*bean/)
  expect((await status()).plan).toMatchObject({ hash, problems: [expect.stringMatching(/ladders\.yaml:\d+:\d+: /)] })
  // Mended: the daemon sees it by itself.
  const from = scene().daemonLog().length
  writeFileSync(file(), right.replace('{ who: ben, ring: 6s }', '{ who: ben, ring: 7s }'))
  await scene().logged('changed rules are in force', from)
  expect((await status()).plan.problems).toEqual([])
})

test('a file half written by an editor is refused, callers notice nothing, and it counts once it is complete', async () => {
  const { lab, fact } = scene()
  const right = text()
  const { hash } = (await status()).plan
  const wanted = right.replace('{ who: cleo, ring: 4s }', '{ who: ana, ring: 4s }')
  expect(wanted).not.toBe(right)
  // It breaks off within the brackets of the rung that changes.
  writeFileSync(file(), wanted.slice(0, wanted.indexOf('{ who: ana, ring: 4s }') + '{ who: ana'.length))
  const refused = await nightbell(['reload', ...where()])
  expect(refused.code).toBe(1)
  expect(refused.stdout).toMatch(
    /ladders\.yaml:\d+:\d+: error: this bracket is never closed[\s\S]*1 problem: nothing was changed/,
  )
  const shown = await nightbell(['status', ...where()])
  expect(shown.code).toBe(1)
  expect(shown.stdout).toContain(`Rules     ${hash.slice(0, 12)} `)
  expect(shown.stdout).toContain('the newest files have 1 problem: run `nightbell check`')
  // A caller of that moment climbs the ladder as it was.
  for (const each of [phone.ana, phone.cleo]) lab.phone(each).answers().hearing().presses('5')
  const old = await lab.resident.calls(line.closed, { callerId: '+15127770023' })
  await old.answered()
  await old.presses('1')
  await fact('owned', { person: 'cleo' })
  await old.ended(60_000)
  // The editor is done.
  writeFileSync(file(), wanted)
  expect(await nightbell(['reload', ...where()])).toMatchObject({ code: 0, stdout: expect.stringMatching(/are in force/) })
  const taken = (await status()).plan
  expect(taken.problems).toEqual([])
  expect(taken.hash).not.toBe(hash)
  const young = await lab.resident.calls(line.closed, { callerId: '+15127770024' })
  await young.answered()
  await young.presses('1')
  await fact('owned', { person: 'ana' })
  await young.ended(60_000)
  // Every plan that was in force, with the files that made it, and not the one that never was.
  const listed = await nightbell(['plans', 'list', '--files', ...where()])
  expect(listed.stdout).toContain(taken.hash.slice(0, 12))
  const plans = JSON.parse((await nightbell(['plans', 'list', '--json', ...where()])).stdout) as {
    hash: string
    files: string[]
  }[]
  expect(plans.slice(0, 2).map(plan => plan.hash)).toEqual([taken.hash, hash])
  for (const { files } of plans) {
    // As in the configuration directory, wherever that is.
    expect(files).toContain('ladders.yaml')
    for (const each of files) expect(listed.stdout).toContain(`  ${each}\n`)
  }
})

test('SIGHUP takes changed rules at once', async () => {
  const from = scene().daemonLog().length
  const before = (await status()).plan.hash
  const { pid } = JSON.parse((await nightbell(['status', '--json', ...where()])).stdout) as { pid: number }
  writeFileSync(file(), text().replace('ring: 7s', 'ring: 8s'))
  process.kill(pid, 'SIGHUP')
  // Whoever is first, the signal or the watch on the files: what the signal found is in the log, and the new rules are in force.
  await scene().logged('"why":"SIGHUP"', from)
  expect((await status()).plan.hash).not.toBe(before)
})

test('at a start Asterisk runs what the rules say, though it was the files, or Asterisk, that had fallen behind', async () => {
  const { lab, config, startDaemon, stopDaemon } = scene()
  const { pbx, settings } = lab.box
  const [rules, dialplan] = [`${config}/properties.yaml`, `${settings.directory}/etc/extensions.conf`]
  const shows = (): Promise<string> => pbx.command('dialplan show from-trunk-carrier-a')
  const CAP = 'NIGHTBELL_AT_ONCE=7'
  expect(await shows()).not.toContain(CAP)
  await stopDaemon()
  const right = readFileSync(rules, 'utf8')
  writeFileSync(rules, right.replace('    name: Closed Court\n', '    name: Closed Court\n    caps: { at-once: 7 }\n'))
  await startDaemon()
  await vi.waitUntil(async () => (await shows()).includes(CAP), { timeout: 20_000, interval: 50 })
  // The files are right; what Asterisk has in memory is not.
  await stopDaemon()
  const rendered = readFileSync(dialplan, 'utf8')
  writeFileSync(dialplan, rendered.replaceAll(CAP, 'NIGHTBELL_AT_ONCE=1'))
  await pbx.command('dialplan reload')
  writeFileSync(dialplan, rendered)
  expect(await shows()).not.toContain(CAP)
  await startDaemon()
  await vi.waitUntil(async () => (await shows()).includes(CAP), { timeout: 20_000, interval: 50 })
})
