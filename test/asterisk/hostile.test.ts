// What strangers put into SIP headers, on the real Asterisk: nothing of it is executed, the list of arguments stays whole, a
// withheld caller stays withheld, and what arrives is what was sent. A stand-in takes the place of the daemon.
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readArrival } from '../../src/ari/arrival.ts'
import { csvFields } from '../../src/ari/witness.ts'
import type { CarrierEvent } from '../laboratory/control.ts'
import { failsafeNote } from '../laboratory/failsafe-notes.ts'
import { escaped, type HostileCall, hostileCalls } from '../laboratory/hostile-values.ts'
import { type Laboratory, startLaboratory } from '../laboratory/laboratory.ts'
import { addresses } from '../laboratory/ports.ts'
import { openRawSip, type RawCall, type RawSip } from '../laboratory/raw-sip.ts'
import { openStandIn } from '../laboratory/stand-in.ts'

const SEED = 20_261_128
/** Asterisk keeps so many bytes of a number and of a name. */
const KEPT = 79
const REDUCED = /^[0-9A-Za-z%_.!~*'+-]*$/

let lab: Laboratory
let mark: string
const callers: RawSip[] = []

beforeAll(async () => {
  lab = await startLaboratory({
    recorded: false,
    box: settings => ({
      ...settings,
      trunks: settings.trunks.map(trunk => ({ ...trunk, perSecond: 1000, ...(trunk.id === 'maple-pbx' ? { channels: 0 } : {}) })),
    }),
  })
  mark = `${lab.directory}/pwned`
})
afterAll(async () => {
  await Promise.all(callers.map(caller => caller.close()))
  await lab?.stop()
})

async function caller(from: keyof typeof addresses): Promise<RawSip> {
  const { address, port } = lab.box.settings.sip
  const opened = await openRawSip(addresses[from], { address, port })
  callers.push(opened)
  return opened
}

/** As the daemon would decode it, byte for byte. */
function bytesOf(argument: string): string {
  const raw = argument.replaceAll('%01', '%28').replaceAll('%02', '%29')
  return Buffer.from(unescape(raw), 'latin1').toString('latin1')
}

/** What Asterisk keeps of a value: up to its end as a C string or its parameters, and no more than fits. */
function keptOf(value: Buffer): string {
  const text = value.toString('latin1').replaceAll('\u0001', '(').replaceAll('\u0002', ')')
  return (text.split(/[\0;]/)[0] ?? '').slice(0, KEPT)
}

/** Runs this for each of them, so many at a time. */
async function each<T>(all: readonly T[], atOnce: number, act: (one: T, nth: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let nth = next++; nth < all.length; nth = next++) await act(all[nth] as T, nth)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

test('2,000 hostile calls: whole arguments, what was sent arrives, withheld stays withheld, nothing is executed', async () => {
  const from = await caller('carrier-a')
  const standIn = await openStandIn(lab.box)
  const wrong: string[] = []
  let arrived = 0
  await each(hostileCalls(SEED, 2000, mark), 30, async (call, nth) => {
    const line = `7${nth}`
    const arrival = standIn.arrivalOn(line)
    const made = from.invite(Buffer.from(line), call.headers)
    const event = await Promise.race([arrival, made.answered, unheard(made)])
    if (typeof event !== 'object') return
    arrived += 1
    wrong.push(...faults(call, line, event))
    made.hangsUp()
    await made.answered
  })
  await standIn.close()
  expect(wrong.slice(0, 5)).toEqual([])
  // The others were no SIP, or asked for what the box does not have.
  expect(arrived).toBeGreaterThan(1700)
  expect(existsSync(mark)).toBe(false)
  expect(await lab.box.leftovers()).toEqual([])
})

/** A packet that is no SIP gets no answer at all. */
async function unheard(call: RawCall): Promise<'dropped'> {
  const late = new Promise<'dropped'>(resolve => setTimeout(() => resolve('dropped'), 1000))
  const heard = await Promise.race([call.heard, late])
  if (heard !== 'dropped') return new Promise(() => {})
  // A machine that is busy with other work may answer later.
  void call.answered.then(() => call.hangsUp())
  return 'dropped'
}

function faults(call: HostileCall, line: string, { args = [], channel }: CarrierEvent): string[] {
  const about = JSON.stringify(call.headers.map(header => header.toString('latin1')))
  if (args.length !== 10) return [`${args.length} arguments for ${about}`]
  const bad = args.slice(1).find(argument => !REDUCED.test(argument))
  if (bad !== undefined) return [`raw ${bad} for ${about}`]
  const read = readArrival(channel?.name ?? '', args.slice(1))
  const found: string[] = []
  if (read.line !== line) found.push(`line ${read.line} for ${about}`)
  if (call.withheld && (read.callerNumber !== null || read.callerName !== null)) found.push(`shown: ${about}`)
  const number = bytesOf(args[3] ?? '')
  if (number !== keptOf(call.number)) found.push(`number ${JSON.stringify(number)} for ${JSON.stringify(keptOf(call.number))}`)
  return found
}

/** Everything that the failsafe told of the caller who dialled this line, as it wrote it. */
async function noteOn(line: string): Promise<ReadonlyMap<string, string>> {
  const { channel } = await failsafeNote(lab.box.witness, note => note.line === line)
  const rows = readFileSync(lab.box.witness, 'utf8').split('\n').map(csvFields)
  const own = rows.filter(row => row?.[2] === channel && row[0]?.startsWith('NIGHTBELL-'))
  const extras = own.map(row => (JSON.parse(row?.at(-1) ?? '') as { extra: string }).extra)
  return new Map(extras.flatMap(extra => extra.split('&')).map(pair => pair.split('=') as [string, string]))
}

test.each([
  ['in the failsafe, which answers and takes messages', 'carrier-a', '8', 200, 'left'],
  ['over a full trunk, which is busy', 'maple-pbx', '9', 486, 'full'],
] as const)('hostile calls %s: the note is whole, and nothing is executed', async (_, trunk, prefix, status, outcome) => {
  const from = await caller(trunk)
  const wrong: string[] = []
  let noted = 0
  await each(hostileCalls(SEED + status, 100, mark), 10, async (call, nth) => {
    const line = `${prefix}${nth}`
    const made = from.invite(Buffer.from(line), call.headers)
    const answer = await Promise.race([made.answered, unheard(made)])
    if (answer !== status) return
    made.hangsUp()
    const note = await noteOn(line)
    noted += 1
    const number = bytesOf(note.get('callerNumber') ?? '')
    const expected = [outcome, trunk, keptOf(call.number)]
    const told = [note.get('outcome'), note.get('trunk'), number]
    if (JSON.stringify(told) !== JSON.stringify(expected)) wrong.push(JSON.stringify([told, expected]))
  })
  expect(wrong).toEqual([])
  expect(noted).toBeGreaterThan(80)
  expect(existsSync(mark)).toBe(false)
  expect(await lab.box.leftovers()).toEqual([])
})

test('hostile calls in the office queue, and from an office telephone: the telephone rings, and nothing is executed', async () => {
  const standIn = await openStandIn(lab.box)
  const [trunk, office] = [await caller('carrier-b'), await caller('office')]
  const [member, emergency] = [lab.phone('office-1'), lab.phone('911')]
  for (const [nth, call] of hostileCalls(SEED + 2, 25, mark).entries()) {
    const line = `6${nth}`
    const arrival = standIn.arrivalOn(line)
    const queued = trunk.invite(Buffer.from(line), call.headers)
    const event = await Promise.race([arrival, queued.answered, unheard(queued)])
    if (typeof event === 'object') {
      const rung = member.legs.length + 1
      const where = { context: 'nightbell-queue', extension: 'oak-creek', priority: 1 }
      await standIn.request('POST', `/channels/${event.channel?.id}/continue`, where)
      await member.called(rung)
      queued.hangsUp()
      await queued.answered
    }
    const rung = emergency.legs.length + 1
    const dialled = office.invite(Buffer.from('911'), call.headers)
    const rings = emergency.called(rung).catch(() => null)
    if (typeof (await Promise.race([rings, dialled.answered, unheard(dialled)])) === 'object') dialled.hangsUp()
  }
  await standIn.close()
  expect(member.legs.length).toBeGreaterThan(15)
  expect(emergency.legs.length).toBeGreaterThan(15)
  expect(existsSync(mark)).toBe(false)
  await lab.reset()
  expect(await lab.box.leftovers()).toEqual([])
})

test('a clock that was set back an hour keeps no caller out', async () => {
  const standIn = await openStandIn(lab.box)
  const from = await caller('carrier-b')
  const inAnHour = String(Math.floor(Date.now() / 1000) + 3600)
  await standIn.request('POST', '/asterisk/variable', { variable: 'ADMITTED_AT_carrier-b', value: inAnHour })
  const arrival = standIn.arrivalOn('500')
  const made = from.invite(Buffer.from('500'))
  expect(await Promise.race([arrival.then(() => 'arrived'), made.answered])).toBe('arrived')
  made.hangsUp()
  await made.answered
  await standIn.close()
})

/** What Asterisk looks for of its own accord, cannot be a number, or is no number at all; and what the box should take it for. */
const ODD: readonly (readonly [string, string])[] = [
  ...[...'htTiseoaX_+*#.!~-N', 'fax', 'hangup', '*8', '**', '#1', '_X.', '_!', 'h/1', 'a b', "('", 's;npdi', '911'].map(
    (user): [string, string] => [escaped(Buffer.from(user)).toString(), user.split(';')[0] ?? ''],
  ),
  ['%C3%A9', 'é'],
  ['%00', 's'],
  ['h%00', 'h'],
  [';phone-context=nowhere', 's'],
  ['sip:carrier', 's'],
  ['sip:127.0.0.1:5060', 's'],
  ['tel:+15125559998', '+15125559998'],
  ['x'.repeat(4096), 'x'.repeat(79)],
  ['%'.concat('28').repeat(1300), '('.repeat(79)],
]

test('whatever is dialled over a trunk is a line, known or not, and none of it is an extension of Asterisk’s own', async () => {
  const standIn = await openStandIn(lab.box)
  const from = await caller('carrier-b')
  const wrong: string[] = []
  for (const [user, line] of ODD) {
    const arrival = standIn.nextArrival()
    const made = from.invite(user)
    const event = await Promise.race([arrival, made.answered, unheard(made)])
    if (typeof event !== 'object') wrong.push(`${user.slice(0, 40)}: ${event}`)
    else {
      const read = readArrival(event.channel?.name ?? '', event.args?.slice(1) ?? [])
      if (read.trunk !== 'carrier-b' || read.line !== line) wrong.push(`${user.slice(0, 40)}: ${JSON.stringify(read)}`)
      made.hangsUp()
      await made.answered
    }
  }
  await standIn.close()
  expect(wrong).toEqual([])
  expect(await lab.box.leftovers()).toEqual([])
})

test('odd lines with the daemon away: the failsafe answers, and a caller who left before is not taken for one who arrives', async () => {
  const from = await caller('carrier-b')
  for (const user of ['h', 'T', 'fax', '*8']) {
    const made = from.invite(user)
    expect([user, await made.answered]).toEqual([user, 200])
    made.hangsUp()
    const { line } = await failsafeNote(lab.box.witness, note => note.trunk === 'carrier-b' && note.line === user)
    expect(line).toBe(user)
  }
  expect(await lab.box.leftovers()).toEqual([])
})
