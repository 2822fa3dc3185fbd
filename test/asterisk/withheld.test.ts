// Who calls, on the real Asterisk, by every way in which SIP asks not to show a number (RFC 3323, RFC 3325, Remote-Party-ID): withheld
// from the application, from the office's telephones, and for the whole call. A stand-in takes the place of the daemon.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readArrival } from '../../src/ari/arrival.ts'
import { eventOf } from '../../src/ari/shapes.ts'
import { translate } from '../../src/ari/translate.ts'
import { type Laboratory, startLaboratory } from '../laboratory/laboratory.ts'
import { addresses } from '../laboratory/ports.ts'
import { openRawSip, type RawCall, type RawSip } from '../laboratory/raw-sip.ts'
import { openStandIn, type StandIn } from '../laboratory/stand-in.ts'

const OWN = '+15557770001'
const from = (name: string, uri: string): string => `From: ${name}<${uri}>;tag=1`
const USUAL = from('"Ann Bell" ', `sip:${OWN}@carrier`)
const ASSERTED = `P-Asserted-Identity: "Ann Bell" <sip:${OWN}@carrier>`
const remote = (parameters: string, name = '"Ann Bell" '): string => `Remote-Party-ID: ${name}<sip:${OWN}@carrier>${parameters}`

let lab: Laboratory
let standIn: StandIn
let trunk: RawSip
let nth = 0

beforeAll(async () => {
  lab = await startLaboratory({
    recorded: false,
    box: settings => ({ ...settings, trunks: settings.trunks.map(each => ({ ...each, perSecond: 1000 })) }),
  })
  standIn = await openStandIn(lab.box)
  trunk = await openRawSip(addresses['carrier-b'], lab.box.settings.sip)
})
afterAll(async () => {
  await standIn?.close()
  await trunk?.close()
  await lab?.stop()
})

async function arrives(headers: readonly string[]) {
  const line = `5${nth++}`
  const arrival = standIn.arrivalOn(line)
  const call = trunk.invite(line, headers)
  const { channel, args = [] } = await arrival
  return { call, channel: channel?.id ?? '', read: readArrival(channel?.name ?? '', args.slice(1)) }
}

async function atTheOffice(channel: string) {
  const member = lab.phone('office-1')
  const rung = member.legs.length + 1
  await standIn.request('POST', `/channels/${channel}/continue`, {
    context: 'nightbell-queue',
    extension: 'oak-creek',
    priority: 1,
  })
  return member.called(rung)
}

async function over(call: RawCall): Promise<void> {
  call.hangsUp()
  await call.answered
}

/** The headers, and whether the caller is shown. */
const table: readonly (readonly [string, readonly string[], boolean])[] = [
  ['nothing', [USUAL], true],
  ['asserted', [USUAL, ASSERTED], true],
  ['a name that is missing, not withheld', [from('"Unavailable" ', `sip:${OWN}@carrier`)], true],
  ['a company', [from('"Private Clinic" ', `sip:${OWN}@carrier`)], true],
  // RFC 3323, 4.2. `user` and `header` hide who calls; `session` hides where the audio comes from; `critical` says how much it matters.
  ['Privacy: none', [USUAL, ASSERTED, 'Privacy: none'], true],
  ['Privacy: session', [USUAL, 'Privacy: session'], true],
  ['Privacy: critical', [USUAL, 'Privacy: critical'], true],
  ['Privacy: user', [USUAL, 'Privacy: user'], false],
  ['Privacy: header', [USUAL, 'Privacy: header'], false],
  ['Privacy: header;session', [USUAL, ASSERTED, 'Privacy: header;session'], false],
  ['Privacy: user, folded', [USUAL, 'Privacy: session;\r\n user'], false],
  // RFC 3325, 9.3.
  ['Privacy: id', [USUAL, ASSERTED, 'Privacy: id'], false],
  ['privacy:ID', [USUAL, 'privacy:ID'], false],
  ['Privacy: id;critical', [USUAL, ASSERTED, 'Privacy: id;critical'], false],
  ['Privacy: none;id', [USUAL, ASSERTED, 'Privacy: none;id'], false],
  ['none and then id', [USUAL, ASSERTED, 'Privacy: none', 'Privacy: id'], false],
  ['empty, none, and then id', [USUAL, ASSERTED, 'Privacy: ', 'Privacy: none', 'Privacy: id'], false],
  ['id behind much else', [USUAL, `Privacy: ${'critical;'.repeat(4)}none;id`], false],
  ['a word of nobody', [USUAL, ASSERTED, 'Privacy: please'], false],
  // Remote-Party-ID (draft-ietf-sip-privacy-04, 5.2): anything but `off`.
  ['privacy=off', [USUAL, remote(';party=calling;privacy=off;screen=yes')], true],
  ['no privacy in it', [USUAL, remote(';party=calling;screen=yes')], true],
  ['privacy=full', [USUAL, remote(';privacy=full')], false],
  ['privacy=uri', [USUAL, remote(';privacy=uri;screen=no')], false],
  ['privacy=name', [USUAL, remote(';privacy=name')], false],
  ['privacy=full,uri', [USUAL, remote(';privacy=full,uri')], false],
  ['privacy=uri-network', [USUAL, remote(';privacy=uri-network')], false],
  ['privacy="uri"', [USUAL, remote(';privacy="uri"')], false],
  ['PRIVACY = Full', [USUAL, remote(' ; PRIVACY = Full')], false],
  ['privacy=off;privacy=uri', [USUAL, remote(';privacy=off;privacy=uri')], false],
  ['folded', [USUAL, remote(';party=calling;\r\n\tprivacy=uri')], false],
  ['the second of two', [USUAL, remote(';privacy=off'), remote(';privacy=uri')], false],
  ['behind a long name', [USUAL, remote(';privacy=uri', `"${'x'.repeat(2000)}" `)], false],
  ['a name that says off', [USUAL, remote(';privacy=uri', '"privacy=off" ')], false],
  ['beside P-Asserted-Identity', [USUAL, ASSERTED, remote(';privacy=uri')], false],
  // RFC 3323, 4.1: the caller put no name and no number into From, but another header gives the number.
  ['anonymous', [from('"Anonymous" ', 'sip:anonymous@anonymous.invalid'), ASSERTED], false],
  ['anonymous, without a name', [from('', 'sip:anonymous@anonymous.invalid'), ASSERTED], false],
  ['anonymous, compact', ['f: Anonymous <sip:anonymous@anonymous.invalid>;tag=1', ASSERTED], false],
  ['anonymous, folded', ['From: "Anonymous"\r\n <sip:anonymous@carrier>;tag=1', ASSERTED], false],
  ['anonymous, escaped', [from('', 'sip:%61nonymous@carrier'), ASSERTED], false],
  ['only the host is anonymous', [from('', `sip:${OWN}@anonymous.invalid`), ASSERTED], false],
  ['only the name is Anonymous', [from('"Anonymous" ', `sip:${OWN}@carrier`)], false],
  ['anonymous behind a long name', [from(`"${'x'.repeat(2000)}" `, 'sip:anonymous@carrier'), ASSERTED], false],
  ['anonymous by Remote-Party-ID', [from('', 'sip:anonymous@carrier'), remote(';privacy=off')], false],
  ['a From that is too long to be read', [from(`"${'x'.repeat(5000)}" `, `sip:${OWN}@carrier`), ASSERTED], false],
  ...['Anonymous', 'Restricted', 'Unavailable', 'Unknown', 'Private', 'Withheld'].flatMap(
    (user): [string, string[], boolean][] => [
      [`${user} in From`, [from('', `sip:${user}@carrier`), ASSERTED], false],
      [`${user} in From, with a password`, [from('', `sips:${user}:x@carrier`), ASSERTED], false],
      [`${user} in P-Asserted-Identity`, [USUAL, `P-Asserted-Identity: "Ann Bell" <sip:${user}@carrier>`], false],
    ],
  ),
]

test.each(table)('%s', async (_, headers, shown) => {
  const { call, channel, read } = await arrives(headers)
  const leg = await atTheOffice(channel)
  await over(call)
  expect(read.callerNumber).toBe(shown ? OWN : null)
  if (!shown) {
    expect(read.callerName).toBeNull()
    expect(JSON.stringify(leg)).not.toMatch(/5557770001|Ann Bell/)
  }
})

const LATER = '+15557770666'
const asserted = `P-Asserted-Identity: <sip:${LATER}@carrier>`

test.each([
  ['the latest counts', [USUAL], OWN, [asserted], LATER],
  ['the latest counts', [USUAL], OWN, [`Remote-Party-ID: <sip:${LATER}@carrier>;privacy=off`], LATER],
  ['the latest is withheld', [USUAL], OWN, [asserted, 'Privacy: id'], null],
  ['the first was withheld', [from('"Anonymous" ', 'sip:anonymous@anonymous.invalid'), ASSERTED], null, [asserted], undefined],
] as const)('another number in the middle of a call, %s', async (_, headers, first, change, latest) => {
  for (const method of ['UPDATE', 'INVITE']) {
    const { call, channel, read } = await arrives(headers)
    expect(read.callerNumber).toBe(first)
    const told = standIn.eventsOf(channel)
    await standIn.request('POST', `/channels/${channel}/answer`)
    await call.answered
    expect([method, await call.asks(method, change)]).toEqual([method, 200])
    await vi.waitFor(() => expect(told.map(({ type }) => type)).toContain('ChannelCallerId'))
    const known = {
      planHash: '',
      dice: () => 0,
      fax: () => false,
      number: () => first,
      hangUp: () => undefined,
      again: () => false,
    }
    const news = told.map(json => {
      const event = eventOf(json)
      return 'ignored' in event ? event : translate(event, known)
    })
    const numbers = news.flatMap(one => ('type' in one && one.type === 'numberChanged' ? [one.number] : []))
    expect(numbers).toEqual(latest === undefined ? [] : [latest])
    await over(call)
  }
})
