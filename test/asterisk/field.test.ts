// What carriers and properties of the field do, with parts that are not Asterisk (Kamailio, baresip, dnsmasq), across a router that masquerades.
import { mkdtempSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { durationMs, lengthOf, soundSpans, toneAt } from '../laboratory/audio.ts'
import { type Baresip, startBaresip } from '../laboratory/field/baresip.ts'
import { type Field, type FieldRules, makeCertificates, openFieldNetwork, startField } from '../laboratory/field/field.ts'
import { CARRIER_PORT, type Kamailio, startKamailio } from '../laboratory/field/kamailio.ts'
import { WORLD } from '../laboratory/field/network.ts'

const LINES = { carrier: '+15125550101', secure: '+15125550102', silent: '+15125550103' } as const
const NUMBERS = `owns: ["+15125550100"]`
const directory = mkdtempSync('/tmp/nightbell-field-')
const tls = `${directory}/tls`

const RULES: FieldRules = {
  box: `  tls: { authorities: ${tls}/ca.pem, certificate: ${tls}/box.example.pem, key: ${tls}/box.example.key }`,
  trunks: `
  carrier:
    host: carrier.example
    auth: { user: box, password: env:CARRIER_PASSWORD, realm: carrier.example }
    register: yes
    from: { domain: carrier.example }
    outbound: yes
    ${NUMBERS}
  secure:
    host: tls.carrier.example
    port: 5061
    transport: tls
    media: srtp
    auth: { user: box, password: env:CARRIER_PASSWORD }
    outbound: yes
    ${NUMBERS}
  silent: { host: ${WORLD.other}, port: ${CARRIER_PORT}, transport: tcp, qualify: no, outbound: yes, ${NUMBERS} }
  oak-pbx: { login: { user: oak, password: env:OAK_PASSWORD }, transport: tls, media: either }`,
  properties: {
    'carrier-court': { line: LINES.carrier, outbound: 'carrier' },
    'secure-court': { line: LINES.secure, outbound: 'secure' },
    'silent-court': { line: LINES.silent, outbound: 'silent' },
  },
}

const network = openFieldNetwork(directory)
/** Hertz of the tones that the two play. */
const TONE = { caller: 440, ana: 1000 } as const
let field: Field
let carrier: Kamailio
let caller: Baresip
let ana: Baresip

beforeAll(async () => {
  process.env.CARRIER_PASSWORD = 'secret'
  process.env.OAK_PASSWORD = 'oak-secret'
  makeCertificates(tls, ['box.example', 'tls.carrier.example'])
  await network.names(
    { 'sip.carrier.example': WORLD.carrier, 'carrier.example': WORLD.carrier, 'tls.carrier.example': WORLD.carrier },
    { '_sip._udp.carrier.example': `sip.carrier.example:${CARRIER_PORT}` },
  )
  carrier = await startKamailio(network, `${directory}/kamailio`, {
    tls: { certificate: `${tls}/tls.carrier.example.pem`, key: `${tls}/tls.carrier.example.key` },
  })
  const via = `outbound="sip:${WORLD.carrier}:${CARRIER_PORT}"`
  caller = await startBaresip(network, `${directory}/caller`, {
    address: WORLD.caller,
    account: `<sip:+15127770001@${WORLD.carrier}>;regint=0;${via}`,
  })
  ana = await startBaresip(network, `${directory}/ana`, {
    account: `<sip:+15125550151@${WORLD.phone}>;regint=0;mediaenc=srtp`,
    modules: ['srtp'],
    hertz: TONE.ana,
  })
  field = await startField(directory, network, RULES)
  await field.startDaemon()
}, 120_000)
afterAll(async () => {
  for (const part of [caller, ana, carrier]) await part?.stop()
  await field?.stop()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error([caller, ana, carrier].map(part => spoken(part.log())).join('\n----\n'))
  for (const telephone of [caller, ana]) telephone.command('/hangup')
  await field.asteriskSays('core show channels count', /^0 active channels/m)
})

/** Without the meters, and the echo of what was typed. */
function spoken(log: string): string {
  const own = log.replaceAll(/\[\d:\d\d:\d\d\] audio=\S* \(bit.s\)/g, '').replaceAll(/^\/{2}.*$/gm, '')
  return own.replaceAll(/ +/g, ' ').slice(-2500)
}

function dial(line: string): void {
  caller.command(`/dial sip:${line}@${WORLD.carrier}:${CARRIER_PORT}`)
}

test('it registers at the server that SRV names, with a password; a message is heard on both sides of the router', async () => {
  await field.asteriskSays('pjsip show registrations', /trunk-carrier.*Registered/)
  dial(LINES.carrier)
  await field.fact('asked')
  caller.command('/sndcode 2')
  const { recording } = await field.fact('message-taken')
  await field.fact('left')
  expect(toneAt(field.recording(recording), TONE.caller)).toBeGreaterThan(-20)
  const [heard = ''] = caller.heard()
  expect(lengthOf(soundSpans(heard))).toBeGreaterThan(3000)
}, 90_000)

const REACHED = [
  ['carrier', 'by UDP, with the password that it asks for, under the From that it wants'],
  ['silent', 'by TCP, though it answers no OPTIONS'],
  ['secure', 'by TLS, its certificate checked, with encrypted audio'],
] as const

test.each(REACHED)('a technician is rung over %s %s; the two hear one another', async trunk => {
  const [calls, talks] = [field.facts('left').length, field.facts('bridged').length]
  dial(LINES[trunk])
  await field.fact('asked', field.facts('asked').length + 1)
  caller.command('/sndcode 1')
  await field.fact('answered', talks + 1)
  ana.command('/sndcode 1')
  await field.fact('bridged', talks + 1)
  await Promise.all([caller.hears(2500), ana.hears(2500)])
  caller.command('/hangup')
  await field.fact('left', calls + 1)
  ana.command('/hangup')
  const [byCaller = '', byAna = ''] = [caller.heard().at(-1), ana.heard().at(-1)]
  expect(toneAt(byCaller, TONE.ana, durationMs(byCaller) - 2000)).toBeGreaterThan(-20)
  expect(toneAt(byAna, TONE.caller, durationMs(byAna) - 2000)).toBeGreaterThan(-20)
}, 90_000)
