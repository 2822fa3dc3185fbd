// Trunks in trouble, with carriers and telephone systems that are not Asterisk, and the box listening on all addresses: what
// `nightbell status` and `nightbell trunks` say of it, and what is done about wrong passwords.
import { mkdtempSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allKept, isMessage } from '../../src/sip/kept.ts'
import type { TrunkSeen } from '../../src/sip/news.ts'
import { type Baresip, startBaresip } from '../laboratory/field/baresip.ts'
import { type Field, type FieldRules, makeCertificates, openFieldNetwork, startField } from '../laboratory/field/field.ts'
import { CARRIER_PORT, type Kamailio, startKamailio } from '../laboratory/field/kamailio.ts'
import { ROUTER, WORLD } from '../laboratory/field/network.ts'
import { nightbell } from '../support/nightbell.ts'

const directory = mkdtempSync('/tmp/nightbell-trouble-')
const tls = `${directory}/tls`
/** Where the router is after its provider gave it another address. */
const MOVED = '198.51.100.99'
const NUMBERS = 'owns: ["+15125550100"]'

const RULES: FieldRules = {
  listen: '0.0.0.0',
  box: `  tls: { authorities: ${tls}/ca.pem, certificate: ${tls}/box.example.pem, key: ${tls}/box.example.key }`,
  trunks: `
  carrier:
    host: carrier.example
    register: { user: box, password: env:CARRIER_PASSWORD }
    outbound: yes
    ${NUMBERS}
  behind:
    host: elsewhere.example
    proxy: "tls.carrier.example:5061"
    transport: tls
    auth: { user: box, password: env:CARRIER_PASSWORD }
    register: { user: line-7 }
    ${NUMBERS}
  secure: { host: tls.carrier.example, port: 5061, transport: tls, ${NUMBERS} }
  renamed: { host: other.carrier.example, port: 5061, transport: tls, ${NUMBERS} }
  oak-pbx: { login: { user: oak, password: env:OAK_PASSWORD }, transport: tls }
  elm-pbx: { login: { user: elm, password: env:OAK_PASSWORD }, transport: tls }`,
  properties: { 'carrier-court': { line: '+15125550101', outbound: 'carrier' } },
}

const network = openFieldNetwork(directory)
let field: Field
let carrier: Kamailio
let oak: Baresip | undefined
let guesser: Baresip | undefined

async function startCarrier(refuse?: { code: number; reason: string }): Promise<Kamailio> {
  return startKamailio(network, `${directory}/kamailio`, {
    ...(refuse && { refuse }),
    tls: { certificate: `${tls}/tls.carrier.example.pem`, key: `${tls}/tls.carrier.example.key` },
  })
}

/** As `nightbell trunks --json` has it. */
async function seen(trunk: string): Promise<TrunkSeen | null> {
  const { stdout } = await nightbell(['trunks', '--json', '--state', `${directory}/state`])
  const { trunks } = JSON.parse(stdout) as { trunks: { trunk: string; seen: TrunkSeen | null }[] }
  return trunks.find(each => each.trunk === trunk)?.seen ?? null
}

async function until(what: string, ask: () => Promise<boolean>, withinMs = 45_000): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`${what}\n${field.daemonLog().slice(-3000)}`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

beforeAll(async () => {
  process.env.CARRIER_PASSWORD = 'secret'
  process.env.OAK_PASSWORD = 'oak-secret'
  makeCertificates(tls, ['box.example', 'tls.carrier.example'], 9)
  await network.names(
    {
      ...{ 'sip.carrier.example': WORLD.carrier, 'carrier.example': WORLD.carrier },
      ...{ 'tls.carrier.example': WORLD.carrier, 'other.carrier.example': WORLD.carrier },
    },
    { '_sip._udp.carrier.example': `sip.carrier.example:${CARRIER_PORT}` },
  )
  carrier = await startCarrier({ code: 403, reason: 'Account suspended' })
  field = await startField(directory, network, RULES)
  await field.startDaemon()
}, 120_000)
afterAll(async () => {
  for (const part of [carrier, oak, guesser]) await part?.stop()
  if (field === undefined) network.close()
  else await field.stop()
})

test('who is not registered is said with the words of SIP and what to do, and which certificates end or are not believed', async () => {
  // What was refused before the daemon started is asked for again within two minutes.
  await until('SIP is heard', async () => /SIP is heard/.test(field.daemonLog()))
  await field.pbx.command('pjsip send register trunk-carrier')
  await field.alarm(/^trunk carrier is not registered since \d\d:\d\d: 403 Account suspended; check user, password and realm/)
  await field.alarm(/^trunk oak-pbx is not registered since \d\d:\d\d: it has not logged in; is it up/)
  await field.alarm(/^the box's certificate ends on \d{4}-\d\d-\d\d \(8 days\); renew it, then restart Asterisk$/)
  await field.alarm(/^the certificate of trunk secure \(tls\.carrier\.example\) ends on \d{4}-\d\d-\d\d \(8 days\)/)
  await field.alarm(/^the certificate of trunk renamed .* is not believed: it is not for other\.carrier\.example, but for tls\./)
  // Asterisk does not believe it either.
  expect((await field.alarms()).filter(what => /does not answer/.test(what))).toEqual(['trunk renamed does not answer'])
}, 90_000)

test('a carrier that takes it again, and a telephone system that logs in over TLS, are well; wrong passwords are told of and refused', async () => {
  await carrier.stop()
  carrier = await startCarrier()
  await field.pbx.command('pjsip send register trunk-carrier')
  const more = ['sip_verify_server no']
  const guessing = { account: account('elm', 'guessed'), address: WORLD.caller }
  oak = await startBaresip(network, `${directory}/oak`, { account: account('oak', 'oak-secret', ':5061;transport=tls'), more })
  guesser = await startBaresip(network, `${directory}/guesser`, guessing)
  await until('logged in', async () => (await seen('oak-pbx'))?.registered != null)
  expect(await seen('oak-pbx')).toMatchObject({
    transport: 'tls',
    address: expect.stringMatching(/^198\.51\.100\.\d+:\d+$/),
    notRegistered: null,
  })
  await until('registered', async () => (await seen('carrier'))?.registered != null)

  await field.alarm(/^wrong password for trunk elm-pbx from 198\.51\.100\.21, \d+ times in an hour: the address is refused/)
  await until('refused', async () => /Asterisk refuses these addresses/.test(field.daemonLog()))
  await guesser.stop()
  guesser = await startBaresip(network, `${directory}/guesser`, guessing)
  await guesser.says(/403 Forbidden/)
  await until('well', async () => (await field.alarms()).every(what => !/oak-pbx|trunk carrier/.test(what)))
  expect((await seen('oak-pbx'))?.registered).not.toBeNull()
}, 90_000)

test('a trunk behind a proxy over TLS registers there, under another name than it answers challenges with', async () => {
  await field.pbx.command('pjsip send register trunk-behind')
  await until('registered', async () => (await seen('behind'))?.registered != null)
  expect(await seen('behind')).toMatchObject({ transport: 'tls', address: `${WORLD.carrier}:5061` })
  const sent = allKept(`${directory}/state`, ['other'], line => line.includes('line-7'))
  expect(sent.some(kept => isMessage(kept) && kept.d === 'out' && /^To: <sip:line-7@elsewhere\.example/m.test(kept.m))).toBe(true)
})

test('the box says the public address that its name has, and the new one when the name moves', async () => {
  const contacts = (): string[] =>
    allKept(`${directory}/state`, ['other'], line => line.includes('OPTIONS sip:')).flatMap(kept =>
      isMessage(kept) && kept.d === 'out' ? (/^Contact:.*@([\d.]+)/im.exec(kept.m)?.[1] ?? []) : [],
    )
  await until('the first address', async () => contacts().at(-1) === ROUTER)
  field.moves(MOVED)
  // Asterisk asks for the name every minute, and the trunk whether it is there twice a minute.
  await until('the new address', async () => contacts().at(-1) === MOVED, 120_000)
}, 180_000)

test('a daemon that is killed in the middle of the trouble still knows of it, and when it is over', async () => {
  const again = async (refuse?: { code: number; reason: string }): Promise<void> => {
    await carrier.stop()
    carrier = await startCarrier(refuse)
    await field.pbx.command('pjsip send register trunk-carrier')
  }
  await again({ code: 403, reason: 'Account suspended' })
  const told = await field.alarm(/^trunk carrier is not registered since \d\d:\d\d: 403/)
  await field.stopDaemon()
  await field.startDaemon()
  expect(await field.alarm(/^trunk carrier is not registered/)).toBe(told)
  await again()
  await until('well', async () => (await field.alarms()).every(what => !/trunk carrier/.test(what)))
}, 120_000)

function account(user: string, password: string, rest = ''): string {
  return `<sip:${user}@${ROUTER}${rest}>;auth_pass=${password};regint=60`
}
