// What carriers and properties of the field do, with parts that are not Asterisk (Kamailio, baresip, dnsmasq), across a router that masquerades.
import { mkdtempSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { durationMs, lengthOf, soundSpans, toneAt } from '../laboratory/audio.ts'
import { type Baresip, startBaresip } from '../laboratory/field/baresip.ts'
import { type Field, type FieldRules, makeCertificates, openFieldNetwork, startField } from '../laboratory/field/field.ts'
import { CARRIER_PORT, type Kamailio, startKamailio } from '../laboratory/field/kamailio.ts'
import { ROUTER, WORLD } from '../laboratory/field/network.ts'

const LINES = { carrier: '+15125550101', secure: '+15125550102', silent: '+15125550103', proxied: '+15125550104' } as const
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
  proxied: { host: hidden.carrier.example, proxy: "${WORLD.other}:${CARRIER_PORT}", qualify: no, outbound: yes, ${NUMBERS} }
  oak-pbx: { login: { user: oak, password: env:OAK_PASSWORD }, transport: tls, media: either, codecs: [g722, ulaw] }
  impostor: { host: impostor.example, port: 5061, transport: tls, qualify: 10s }`,
  properties: {
    'carrier-court': { line: LINES.carrier, outbound: 'carrier' },
    'secure-court': { line: LINES.secure, outbound: 'secure' },
    'silent-court': { line: LINES.silent, outbound: 'silent' },
    'proxied-court': {
      line: LINES.proxied,
      outbound: 'proxied',
      more: '    office: { phones: [{ id: front-desk, password: env:DESK_PASSWORD }] }',
    },
  },
}

const HOSTS = {
  'sip.carrier.example': WORLD.carrier,
  'carrier.example': WORLD.carrier,
  'tls.carrier.example': WORLD.carrier,
  'impostor.example': WORLD.carrier,
  'box.example': ROUTER,
}
const SERVICES = { '_sip._udp.carrier.example': `sip.carrier.example:${CARRIER_PORT}` }

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
  process.env.DESK_PASSWORD = 'desk-secret'
  makeCertificates(tls, ['box.example', 'tls.carrier.example'])
  await network.names(HOSTS, SERVICES)
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
  await field.asteriskSays('pjsip show registrations', /trunk-carrier.*Registered/)
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
  ['proxied', 'by way of a proxy, under a name that DNS does not know'],
  ['secure', 'by TLS, its certificate checked, with encrypted audio'],
] as const

test.each(REACHED)('a technician is rung over %s %s; the two hear one another', async trunk => {
  const [calls, talks] = [field.facts('left').length, field.facts('bridged').length]
  dial(LINES[trunk])
  await field.fact('asked', field.facts('asked').length + 1)
  caller.command('/sndcode 1')
  await field.fact('answered', talks + 1)
  // No key counts before the question can have been heard.
  await ana.hears(2000)
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

test('a property’s telephone system logs in from anywhere, calls with the only codec that it has, and is known', async () => {
  const [calls, arrivals] = [field.facts('left').length, field.facts('arrived').length]
  const oak = await startBaresip(network, `${directory}/oak`, {
    address: WORLD.moved,
    account: '<sip:oak@box.example;transport=tls>;auth_user=oak;auth_pass=oak-secret;regint=60;mediaenc=srtp;audio_codecs=G722',
    modules: ['srtp', 'g722'],
    more: [`sip_cafile ${tls}/ca.pem`],
  })
  try {
    await field.asteriskSays('pjsip show contacts', /oak\/sip:.*Avail/)
    oak.command(`/dial sip:${LINES.silent}@box.example;transport=tls`)
    expect(await field.fact('arrived', arrivals + 1)).toMatchObject({ trunk: 'oak-pbx', line: LINES.silent })
    await oak.says(/Set audio decoder: G722/)
    await oak.hears(1000)
  } finally {
    await oak.stop()
  }
  await field.fact('left', calls + 1)
}, 60_000)

test('an office telephone that is no Asterisk registers, and its emergency call shows the number of its property', async () => {
  const desk = await startBaresip(network, `${directory}/desk`, {
    address: WORLD.moved,
    port: 5070,
    account: `<sip:front-desk@${ROUTER}>;auth_pass=desk-secret;regint=60`,
  })
  try {
    await field.asteriskSays('pjsip show contacts', /front-desk\/sip:.*Avail/)
    desk.command(`/dial sip:911@${ROUTER}`)
    expect(await field.fact('emergency-dialled')).toMatchObject({ property: 'proxied-court' })
    await Promise.all([desk.hears(1500), ana.hears(1500)])
    expect(ana.log()).toMatch(/\+15125550100@/)
    desk.command('/hangup')
    await field.fact('emergency-ended')
  } finally {
    await desk.stop()
  }
}, 60_000)

test('a certificate of another name is not believed', async () => {
  await field.alarm(/impostor/)
  expect(carrier.log()).toMatch(/OPTIONS sip:trunk-secure@/)
  expect(carrier.log()).not.toMatch(/trunk-impostor/)
}, 60_000)

test('a name that moves takes its calls along; one that DNS forgets keeps its addresses, and is told', async () => {
  await network.names({ ...HOSTS, 'sip.carrier.example': WORLD.other, 'carrier.example': WORLD.other }, SERVICES)
  await carrier.stop()
  carrier = await startKamailio(network, `${directory}/moved`, { from: WORLD.other })
  await field.reload()
  const calls = field.facts('left').length
  dial(LINES.carrier)
  await field.fact('asked', field.facts('asked').length + 1)
  caller.command('/hangup')
  await field.fact('left', calls + 1)
  await network.names({ 'box.example': ROUTER })
  await field.reload()
  expect(await field.alarm(/DNS does not find carrier.example/)).toContain(`still believed: ${WORLD.other}`)
  dial(LINES.carrier)
  await field.fact('asked', field.facts('asked').length + 1)
}, 60_000)

test('an account that is forbidden today is tried again and again', async () => {
  await network.names(HOSTS, SERVICES)
  await carrier.stop()
  carrier = await startKamailio(network, `${directory}/refusing`, { refuse: { code: 403, reason: 'Forbidden' } })
  await field.pbx.command('pjsip send register trunk-carrier')
  expect(await field.asteriskSays('pjsip show registrations', /trunk-carrier.*Rejected/)).toMatch(/Rejected +\(exp\. \d+s\)/)
}, 60_000)
