// Calls through the box in its image, with the laboratory's carrier as callers and telephones, while its parts are killed and its rules
// are broken. Started by scripts/image/check, which has built the image:  prove.ts WORK-DIRECTORY CONTAINER BUILDAH-WORDS...
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { findAsterisk } from '../../src/pbx/installation.ts'
import { type Carrier, type ResidentCall, startCarrier } from '../../test/laboratory/carrier.ts'
import type { Leg } from '../../test/laboratory/leg.ts'
import { Phone } from '../../test/laboratory/phone.ts'
import { takePorts } from '../../test/laboratory/ports.ts'
import { laboratoryRules, line, phone as numbers } from '../../test/laboratory/rules.ts'
import { type Container, openContainer, type Part } from './container.ts'

const [work = '', name = '', ...buildah] = process.argv.slice(2)
const ports = await takePorts()
const rules = laboratoryRules(ports)
const box = openContainer(buildah, name, work, ports)
const began = Date.now()
const carrier: Carrier = await startCarrier(findAsterisk(process.env.NIGHTBELL_ASTERISK_ROOT), `${work}/carrier`, ports, [])
const phones = new Map<string, Phone>()
carrier.onArrival = leg => phone(leg.number).arrive(leg, false)

try {
  await firstStartWithBadRules()
  await daemonKilled()
  await asteriskKilled()
  await startWithBadRules()
  await stopped()
  tidy()
} catch (error) {
  process.stderr.write(`${box.log().slice(-8000)}\n${box.run('nightbell', 'calls', 'list').output}\n`)
  for (const { number, troubles, legs } of phones.values())
    process.stderr.write(`${[number, ...troubles, ...legs.map(leg => leg.story())].join('\n  ')}\n`)
  throw error
} finally {
  box.end()
  await carrier.stop()
  await ports.release()
}

async function firstStartWithBadRules(): Promise<void> {
  says('the first start of all, with a mistake in the rules')
  writeRules({ 'people.yaml': 'people:\n  ana: { name: Ana, fone: "+15125550151" }\n' })
  box.start()
  await box.logged('NO CALL IS ANSWERED', 0)
  assert.match(box.log(), /people\.yaml:2:\d+/)
  assert.notEqual(ready().code, 0, 'a box that answers nobody says that it is ready')
  writeRules()
  await box.logged('"msg":"ready"', 0)
  const answer = ready()
  assert.equal(answer.code, 0, answer.output)
}

async function daemonKilled(): Promise<void> {
  says('the daemon is killed with a caller on hold')
  // Ana answers while the daemon is away; should it be away for long, the next one is Ben.
  phone(numbers.ana).answers({ after: 3000 }).hearing().presses('1').plays(900)
  phone(numbers.ben).answers().hearing().presses('1').plays(900)
  const from = box.mark()
  const call = await onHold('+15127770201')
  const asterisk = await box.pidOf('asterisk')
  await killed('daemon')
  await box.logged('the daemon was ended by signal 9', from)
  await box.logged('"msg":"ready"', from)
  await call.hearsTone(900, { timeout: 60_000 })
  await call.hangsUp()
  assert.equal(await box.pidOf('asterisk'), asterisk, 'Asterisk did not live on')
  await everybodyHangsUp()
}

async function asteriskKilled(): Promise<void> {
  says('Asterisk is killed with a caller on hold, who is called back')
  const caller = '+15127770202'
  phone(caller).answers().silent()
  phone(numbers.ana).rings()
  phone(numbers.ben).answers().hearing().presses('1').plays(900)
  const from = box.mark()
  const call = await onHold(caller)
  const daemon = await box.pidOf('daemon')
  await killed('asterisk')
  await box.logged('Asterisk was ended by signal 9', from)
  const back = await phone(caller).answered(1, 60_000)
  await back.hearsTone(900, { timeout: 60_000 })
  await back.hangsUp()
  assert.equal(await box.pidOf('daemon'), daemon, 'the daemon did not live on')
  await call.hangsUp()
  await everybodyHangsUp()
}

async function startWithBadRules(): Promise<void> {
  says('a start with a mistake in the rules: calls are answered all the same')
  assert.equal(await box.stop(), 0, 'exit code')
  writeRules({ 'people.yaml': 'people:\n  ana: { name: Ana, fone: "+15125550151" }\n' })
  const from = box.mark()
  box.start()
  await box.logged('Asterisk starts with the files of the last time', from)
  assert.match(box.log(from), /people\.yaml:2:\d+/)
  // The first caller may be sooner than the daemon: then the failsafe rings. The next one is the daemon's, with the last good rules.
  for (const number of [numbers.ana, numbers.failsafe]) phone(number).answers().hearing().presses('1').plays(900)
  await helped('+15127770203')
  await box.logged('"msg":"ready"', from)
  const answer = ready()
  assert.equal(answer.code, 0, answer.output)
  phone(numbers.ana).answers().hearing().presses('1').plays(900)
  await helped('+15127770204', numbers.ana)
  const mended = box.mark()
  writeRules()
  await box.logged('the alarm is over', mended)
}

async function stopped(): Promise<void> {
  says('stopping')
  const from = box.mark()
  assert.equal(await box.stop(), 0, 'exit code')
  const log = box.log(from)
  const [daemon, asterisk] = [log.indexOf('the daemon ended with exit code 0'), log.indexOf('Asterisk ended with exit code 0')]
  assert.ok(daemon >= 0 && asterisk > daemon, `the daemon first, then Asterisk:\n${log}`)
}

/** What the box has written is its user's alone (what it says to everybody is not secret), and lies where a read-only image can be written. */
function tidy(): void {
  const open = box.run('find', '/var/lib/nightbell', '/var/lib/nightbell-pbx', '!', '-path', '*/prompts/*', '-perm', '/077')
  assert.equal(open.output, '', 'open to others')
  const since = `@${Math.floor(began / 1000)}`
  const but = ['/run/*', '/tmp/*', '/var/lib/nightbell/*', '/var/lib/nightbell-pbx/*'].flatMap(path => ['!', '-path', path])
  const elsewhere = box.run('find', '/', '-xdev', '-user', 'asterisk', '-type', 'f', '-newermt', since, ...but)
  const written = elsewhere.output.split('\n').filter(path => path.startsWith('/') && !path.endsWith('Permission denied'))
  assert.deepEqual(written, [], 'written outside the volumes, /run and /tmp')
}

/** A caller presses 1 and hears somebody who has come; who that is matters only where `by` says it. */
async function helped(callerId: string, by?: string): Promise<void> {
  const call = await placed(callerId)
  await call.answered()
  await call.hears()
  await call.presses('1')
  await call.hearsTone(900, { timeout: 60_000 })
  if (by !== undefined) assert.equal(phone(by).legs.length, 1, `${by} was rung`)
  await call.hangsUp()
  await everybodyHangsUp()
}

async function onHold(callerId: string): Promise<Leg> {
  const call = await placed(callerId)
  await call.answered()
  await call.hears()
  await call.presses('1')
  await phone(numbers.ana).ringing()
  await call.presses('#')
  return call
}

/** The next call to each telephone is its first one. */
async function everybodyHangsUp(): Promise<void> {
  await carrier.hangUpAll()
  for (const known of phones.values()) known.forget()
}

function placed(callerId: string): Promise<Leg> {
  const how: ResidentCall = { callerId, recorded: false }
  return carrier.placeCall(line.closed, how)
}

async function killed(part: Part): Promise<void> {
  process.kill(await box.pidOf(part), 'SIGKILL')
}

function ready(): ReturnType<Container['run']> {
  return box.run('nightbell', 'status', '--ready')
}

function phone(number: string): Phone {
  const known = phones.get(number) ?? new Phone(number)
  phones.set(number, known)
  return known
}

function writeRules(changed: Readonly<Record<string, string>> = {}): void {
  for (const [file, text] of Object.entries({ ...rules, ...changed })) writeFileSync(`${box.config}/${file}`, text)
}

function says(text: string): void {
  process.stderr.write(`[check] ${text}\n`)
}
