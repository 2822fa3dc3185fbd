// How the called, the diverting and the caller's number are found, on the real Asterisk: whatever spelling and whichever header a
// carrier uses. With the daemon, and without it as far as the failsafe must know the property.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failsafeNote } from '../laboratory/failsafe-notes.ts'
import { addresses, type Ports } from '../laboratory/ports.ts'
import { openRawSip, type RawSip } from '../laboratory/raw-sip.ts'
import { laboratoryRules } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

/** carrier-b spells as in Britain, where brief-court has a line. */
function rules(ports: Ports): Record<string, string> {
  const usual = laboratoryRules(ports)
  const box = (usual['box.yaml'] ?? '')
    .replaceAll('outbound: yes,', 'outbound: yes, per-second: 50,')
    .replace('  carrier-a: {', `  carrier-a: { register: { user: "${PILOT}", password: env:PILOT_PASSWORD },`)
    .replace('  carrier-b: {', '  carrier-b: { number-format: { in: national, country: +44 },')
  const properties = (usual['properties.yaml'] ?? '').replace('"+15125550106"', '"+15125550106", "+442079460101"')
  return { ...usual, 'box.yaml': box, 'properties.yaml': properties }
}

process.env.PILOT_PASSWORD = 'secret'
const scene = useScene({ rules, recorded: false })
const carriers = new Map<string, RawSip>()
let nth = 0

beforeAll(async () => {
  for (const id of ['carrier-a', 'carrier-b', 'maple-pbx'] as const)
    carriers.set(id, await openRawSip(addresses[id], scene().lab.box.settings.sip))
})
afterAll(async () => {
  await Promise.all([...carriers.values()].map(each => each.close()))
})

interface Row {
  /** The user of the request URI, or the whole of it. */
  readonly uri?: string
  readonly headers?: readonly string[]
  readonly over?: 'carrier-a' | 'carrier-b' | 'maple-pbx'
}

const A = '+15125550101'
const B = '+15125550104'
/** With which carrier-a would have us register. */
const PILOT = '+15125550103'
const LONG = Array.from(
  { length: 2 },
  () => `"Sol, Court" <sip:${B}@203.0.113.10:5060;user=phone>;reason=unconditional;counter=1;privacy=off`,
).join(', ')
const [OF_A, OF_B, BRITISH, MAPLE, OPEN] = ['closed-court', 'sol-court', 'brief-court', 'maple-court', 'open-oaks']

/** Null: no line of this trunk, so the caller is asked which community. */
const called: readonly (readonly [string, Row, string | null])[] = [
  ['the request URI, number portability', { uri: `${A};npdi;rn=+15125559999` }, OF_A],
  ['the request URI, tel', { uri: `tel:${A}` }, OF_A],
  ['the request URI, tel with separators', { uri: 'tel:+1-512-555-0101;npdi' }, OF_A],
  ['the request URI, tel in a context', { uri: 'tel:512-555-0101;phone-context=+1' }, OF_A],
  ['the request URI, sip in a context', { uri: '2079460101;phone-context=+44' }, BRITISH],
  ['the request URI, upper case', { uri: `SIP:${A}@127.0.0.1` }, OF_A],
  ['the request URI, separators', { uri: '+1-512-555-0101' }, OF_A],
  ['the request URI, escaped', { uri: '%2B1%20(512)%20555-0101' }, OF_A],
  ['an account, To', { headers: [`To: <sip:${A}@box>`] }, OF_A],
  ['s, To', { uri: 's', headers: [`To: "B, ${B}" <sip:${A}@box>;x=y`] }, OF_A],
  ['an account, To with separators', { headers: ['To: <sip:+1%20(512)%20555-0101;npdi@box>'] }, OF_A],
  ['an account, To is tel', { headers: ['To: <TEL:+1-512-555-0101;npdi>'] }, OF_A],
  ['an account, To without a plus', { headers: ['To: <sip:15125550101@box>'] }, OF_A],
  ['an account, To with ten digits', { headers: ['To: <sip:5125550101@box>'] }, OF_A],
  ['an account, To in a name only', { headers: [`To: "<sip:${B}@box>" <sip:nobody@box>`] }, null],
  ['P-Called-Party-ID before To', { headers: [`P-Called-Party-ID: <sip:${A}@box>`, `To: <sip:${B}@box>`] }, OF_A],
  ['P-Called-Party-ID is no line', { headers: ['P-Called-Party-ID: <sip:+19995550000@box>', `To: <sip:${B}@box>`] }, OF_B],
  ['a line goes before P-Called-Party-ID', { uri: B, headers: [`P-Called-Party-ID: <sip:${A}@box>`] }, OF_B],
  ['To is a line of another trunk', { headers: ['To: <sip:+15125550102@box>'] }, null],
  ['To is a line of this trunk', { over: 'maple-pbx', headers: ['To: <sip:+15125550102@box>'] }, MAPLE],
  ['nationally, in To', { over: 'carrier-b', headers: ['To: <sip:020%207946%200101@box>'] }, BRITISH],
  ['the account is a line, another is in To', { uri: PILOT, headers: [`To: <sip:${A}@box>`] }, OF_A],
  [
    'the account is a line, another is in P-Called-Party-ID',
    { uri: PILOT, headers: [`P-Called-Party-ID: <sip:${A}@box>`] },
    OF_A,
  ],
  ['the account is a line, and in To', { uri: PILOT, headers: [`To: <sip:${PILOT}@box>`] }, OPEN],
  ['the account is a line, nobody is in To', { uri: PILOT, headers: ['To: <sip:+19995550000@box>'] }, OPEN],
  ['the last of History-Info', { headers: ['History-Info: <sip:pilot@a>;index=1, <sip:5125550101@b>;index=1.1'] }, OF_A],
  ['several Diversions, the first is useless', { headers: ['Diversion: <sip:pilot@a>', `Diversion: <sip:${A}@a>`] }, OF_A],
  ['several, the last is useless', { headers: [`Diversion: <sip:${A}@a>`, 'Diversion: "A, B" <sip:anonymous@a>'] }, OF_A],
  ['one header, two lines', { headers: [`Diversion: <sip:${B}@a>;reason=unknown, "x" <tel:${A}>`] }, OF_A],
  ['two lines: nearest to the caller', { headers: [`Diversion: <sip:${B}@a>`, `Diversion: <sip:${A};npdi@a>`] }, OF_A],
  [
    'a long header of several: its end',
    { headers: [`Diversion: ${LONG}, "Oak, Creek" <sip:${A}@a;user=phone>;reason=no-answer;counter=1`] },
    OF_A,
  ],
  ['nationally, in Diversion', { over: 'carrier-b', headers: ['Diversion: <sip:02079460101@a>'] }, BRITISH],
  ['To before Diversion', { headers: [`To: <sip:${A}@box>`, `Diversion: <sip:${B}@a>`] }, OF_A],
  ['History-Info in two headers', { headers: [`History-Info: <sip:${A}@a>;index=1`, 'History-Info: <sip:7@b>;index=1.1'] }, OF_A],
]

async function arrives({ uri = 'account-7', headers = [], over = 'carrier-a' }: Row) {
  const { fact, mark } = scene()
  mark()
  const call = carriers.get(over)?.invite(uri, headers)
  const arrived = await fact('arrived')
  const told = await Promise.any([fact('identified', {}, 1, 5000), fact('line-unknown', {}, 1, 5000)])
  await call?.answered
  call?.hangsUp()
  await fact('left')
  return { arrived, told }
}

test('the number called and the diverting number', async () => {
  const wrong: string[] = []
  for (const [what, row, property] of called) {
    const { told } = await arrives(row)
    const found = told.kind === 'identified' ? told.property : null
    if (found !== property) wrong.push(`${what}: ${JSON.stringify(told)}`)
  }
  expect(wrong).toEqual([])
})

test('an unknown line tells what all headers say', async () => {
  const headers = ['P-Called-Party-ID: <sip:+19995550001@a>', 'To: <sip:+19995550002@a>', 'Diversion: <sip:+19995550003@a>']
  const { told } = await arrives({ headers })
  expect(told.why).toBe(
    'trunk carrier-a is known, but no property has line account-7, nor +19995550001 (P-Called-Party-ID), ' +
      'nor +19995550002 (To), nor any number that forwarded the call (1)',
  )
})

const CALLER = '+15127770001'
const callers: readonly (readonly [string, readonly string[]])[] = [
  ['From, number portability', [`From: <sip:${CALLER};npdi;rn=+1512@a>;tag=1`]],
  ['From, tel', ['From: "A, <sip:+19995550000@x>" <tel:+1-512-777-0001;npdi>;tag=1']],
  ['From, in a context', ['From: <sip:5127770001;phone-context=+1@a>;tag=1']],
  ['From, tel in a context', ['From: <tel:512-777-0001;phone-context=+1>;tag=1']],
  ['From, separators', ['From: <SIP:+1%20(512)%20777-0001@a>;tag=1']],
  ['P-Asserted-Identity, tel', ['P-Asserted-Identity: "a, <b" <tel:+1-512-777-0001>']],
  ['P-Asserted-Identity, two values', [`P-Asserted-Identity: "a, b" <sip:alice@a>, <tel:${CALLER}>`]],
  ['P-Asserted-Identity, number portability', [`P-Asserted-Identity: <sip:${CALLER};npdi@a>`]],
  ['P-Asserted-Identity, in a context', ['P-Asserted-Identity: <tel:5127770001;phone-context=+1>']],
  ['Remote-Party-ID, tel', [`Remote-Party-ID: <tel:${CALLER};npdi>;party=calling;privacy=off`]],
]

test('the caller’s number', async () => {
  const wrong: string[] = []
  for (const [what, headers] of callers) {
    const { arrived } = await arrives({ uri: A, headers })
    if (arrived.callerNumber !== CALLER) wrong.push(`${what}: ${JSON.stringify(arrived)}`)
  }
  expect(wrong).toEqual([])
})

test('with the daemon away the dialplan finds the same property, and the note tells the rest', async () => {
  const { lab, stopDaemon, startDaemon, fact } = scene()
  await stopDaemon()
  const wrong: string[] = []
  // The dialplan has the lines as the trunk spells them, and no contexts of numbers.
  for (const [what, row, property] of called.filter(([name]) => !name.includes('context'))) {
    const from = `+1512777${String(2000 + nth++)}`
    const call = carriers
      .get(row.over ?? 'carrier-a')
      ?.invite(row.uri ?? 'account-7', [...(row.headers ?? []), `From: <sip:${from}@a>;tag=1`])
    await call?.answered
    call?.hangsUp()
    // carrier-b has no international numbers: the note tells the number as it came.
    const note = await failsafeNote(lab.box.witness, each => each.callerNumber === from)
    if (note.property !== (property ?? '')) wrong.push(`${what}: ${JSON.stringify(note)}`)
  }
  await startDaemon()
  await fact('identified', { property: BRITISH as string, line: '+442079460101' })
  expect(wrong).toEqual([])
})
