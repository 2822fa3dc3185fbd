// Trunks on the real PBX: how many calls they carry, how numbers and caller IDs are spelled, who may call at all, and registration, of
// a trunk with its provider and of an office telephone with the box. The second Asterisk is the provider.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Leg } from '../laboratory/leg.ts'
import { addresses, type Ports } from '../laboratory/ports.ts'
import { openRawSip, someAudio } from '../laboratory/raw-sip.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const SECRET = 'env:PROVIDER'
/** Of a second account at the address of carrier-b. */
const SECOND = '+15125550109'
const scene = useScene({ rules, carrier: withAccounts })

/** National numbers on carrier-a and from maple-pbx; carrier-b is registered with; a trunk whose address is fenced off. */
function rules(ports: Ports): Record<string, string> {
  const usual = laboratoryRules(ports)
  const box = (usual['box.yaml'] ?? '')
    .replace(
      '  carrier-a: {',
      '  carrier-a: { channels: 4, keep-free: 2, number-format: { out: national }, caller-id: p-asserted-identity,',
    )
    .replace(
      '  carrier-b: {',
      `  carrier-b: { number-format: { out: digits }, caller-id: remote-party-id, register: { user: nightbell, password: "${SECRET}" },`,
    )
    .replace('  maple-pbx: {', `  maple-pbx: { number-format: { in: national }, acl: ["${addresses['maple-pbx']}"],`)
    .replace(
      'categories:',
      `  fenced: { host: ${addresses.stranger}, port: ${ports.carrierSip}, acl: [192.0.2.0/24] }
  second: { host: ${addresses['carrier-b']}, port: ${ports.carrierSip} }
  oak: { login: { user: oaklogin, password: "${SECRET}" }, acl: [127.0.0.0/8] }\ncategories:`,
    )
  const properties = (usual['properties.yaml'] ?? '')
    .replace(
      /phones: \[.*\]/,
      `phones: [{ id: desk-1, password: "${SECRET}" }, { id: desk-2, password: "${SECRET}", acl: [192.0.2.0/24] }]`,
    )
    .replace(
      `lines: ["${line.spanish}"]`,
      `lines: ["${line.spanish}", { number: nightbell, trunk: carrier-b }]\n    caps: { at-once: 1 }`,
    )
    .replace(`lines: ["${line.brief}"]`, `lines: ["${line.brief}", { number: "${SECOND}", trunk: second }]`)
    .replace(`lines: ["${line.urgent}"]`, `lines: ["${line.urgent}"]\n    caps: { per-hour: 2 }`)
  return { ...usual, 'box.yaml': box, 'properties.yaml': properties }
}

/** A provider's account on carrier-b's address, and two office telephones that register at the box. */
function withAccounts(files: Readonly<Record<string, string>>, ports: Ports): Readonly<Record<string, string>> {
  const box = `sip:${addresses.box}:${ports.boxSip}`
  const auth = (name: string, user: string): string =>
    `[${name}]\ntype=auth\nauth_type=userpass\nusername=${user}\npassword=${SECRET}\n`
  const account = [
    '[nightbell]\ntype=endpoint\ntransport=carrier-b\ncontext=from-box\ndisallow=all\nallow=ulaw\ndtmf_mode=rfc4733',
    `direct_media=no\nmedia_address=${addresses['carrier-b']}\nbind_rtp_to_media_address=yes\nauth=nightbell\naors=nightbell\n`,
    '[nightbell]\ntype=aor\nmax_contacts=1\nremove_existing=yes\n',
    auth('nightbell', 'nightbell'),
  ].join('\n')
  const telephone = (id: string): string =>
    [
      `[${id}-registers]\ntype=registration\ntransport=office\noutbound_auth=${id}-auth\nserver_uri=${box}`,
      `client_uri=sip:${id}@${addresses.box}:${ports.boxSip}\ncontact_user=${id}\nretry_interval=1\nforbidden_retry_interval=1\n`,
      auth(`${id}-auth`, id),
    ].join('\n')
  const usual = (files['pjsip.conf'] ?? '').replace('endpoint_identifier_order=ip', 'endpoint_identifier_order=username,ip')
  return { ...files, 'pjsip.conf': [usual, account, telephone('desk-1'), telephone('desk-2')].join('\n') }
}

/** What the carrier's console says, as soon as it fits. */
async function carrierSays(command: string, fits: RegExp): Promise<string> {
  const deadline = performance.now() + 20_000
  for (;;) {
    const said = await scene().lab.carrier.pbx.command(command)
    if (fits.test(said)) return said
    if (performance.now() > deadline) throw new Error(`${command}: no ${fits} in\n${said}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function headerOf(leg: Leg, name: string): Promise<string> {
  const asked = { variable: `PJSIP_HEADER(read,${name})` }
  const said = (await scene().lab.carrier.control.request('GET', `/channels/${leg.id}/variable`, asked)) as { value: string }
  return said.value
}

test('the trunk registers with its provider, which calls it there', async () => {
  await carrierSays('pjsip show contacts', new RegExp(`nightbell/sip:nightbell@${addresses.box}:${scene().lab.ports.boxSip}`))
  const call = await scene().lab.resident.calls('nightbell', { from: 'nightbell' as 'carrier-b', callerId: '+15127770041' })
  await scene().fact('identified', { property: 'sol-court' })
  await call.answered()
  await call.hears()
  await call.hangsUp()
  await scene().fact('left')
})

test('an office telephone registers and is rung; one from another network does not get in', async () => {
  const { lab, fact } = scene()
  await carrierSays('pjsip show registrations', /desk-1-registers.*Registered/)
  await carrierSays('pjsip show registrations', /desk-2-registers.*(Rejected|Unregistered|Stopped)/)
  expect(await lab.box.pbx.command('pjsip show contacts')).not.toMatch(/desk-2\/sip/)
  const desk = lab.phone('desk-1').answers()
  const call = await lab.resident.calls(line.open, { callerId: '+15127770042' })
  await desk.answered()
  await fact('office-answered')
  await call.hangsUp()
  await fact('left', { outcome: 'office-answered' })
})

test('two trunks come from one address: what was called says whose the call is', async () => {
  const { lab, fact } = scene()
  for (const [called, trunk] of [
    [SECOND, 'second'],
    [line.brief, 'carrier-b'],
  ] as const) {
    const call = await lab.resident.calls(called, { from: 'carrier-b', callerId: '+15127770048' })
    await fact('arrived', { trunk })
    await fact('identified', { property: 'brief-court' })
    await call.answered()
    await call.hangsUp()
  }
})

test('numbers go out as the trunk spells them, and the caller ID in the header that it wants', async () => {
  const { lab, fact } = scene()
  const national = phone.ana.replace('+1', '')
  const digits = phone.ana.replace('+', '')
  lab.trunk('carrier-a').congested()
  lab.phone(digits).answers().hearing().presses('5')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770043' })
  await call.answered()
  await call.presses('1')
  const overB = await lab.phone(digits).called()
  expect(await headerOf(overB, 'Remote-Party-ID')).toMatch(/sip:15125550100@/)
  await fact('attempt-ended', { result: 'congestion' })
  await fact('owned', { person: 'ana' })
  await call.ended(60_000)
  lab.trunk('carrier-a').works()
  lab.phone(national).answers().hearing().presses('5')
  const again = await lab.resident.calls(line.closed, { callerId: '+15127770044' })
  await again.answered()
  await again.presses('1')
  const ana = await lab.phone(national).called()
  expect(await headerOf(ana, 'P-Asserted-Identity')).toMatch(/sip:5125550100@/)
  await fact('owned', { person: 'ana' }, 2)
  await again.ended(60_000)
})

test('national numbers that come in are known: the line and the caller', async () => {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.ownPbx.replace('+1', ''), { from: 'maple-pbx', callerId: '5127770045' })
  await fact('arrived', { line: line.ownPbx, callerNumber: '+15127770045' })
  await fact('identified', { property: 'maple-court' })
  await call.hangsUp()
  await fact('left')
})

test('who is known by address but fenced off by the ACL gets nowhere', async () => {
  const { lab, facts } = scene()
  const call = await lab.resident.calls(line.closed, { from: 'stranger' })
  // Challenged like anybody unknown.
  expect((await call.ended()).sip).toBe(401)
  expect(facts()).toEqual([])
})

test.each([
  ['its name in From and the caller in P-Asserted-Identity', 'oaklogin', ['P-Asserted-Identity: <sip:+15127770049@oak.example>']],
  ['the caller in From', '+15127770049', []],
] as const)('a trunk that logs in is known by its password: %s', async (_, from, headers) => {
  const { lab, fact } = scene()
  const oak = await openRawSip('127.0.0.78', lab.box.settings.sip)
  const uri = `sip:${line.closed}@${addresses.box}`
  const asked = { callId: `login-${from}`, from: `<sip:${from}@oak.example>;tag=1`, body: someAudio }
  expect(await oak.ask('INVITE', uri, { ...asked, headers })).toBe(401)
  const challenge = oak.received.join('')
  const [realm = '', nonce = ''] = ['realm', 'nonce'].map(name => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '')
  const proof = digest('oaklogin', realm, nonce, uri)
  expect(await oak.ask('INVITE', uri, { ...asked, cseq: 2, headers: [...headers, proof] })).toBe(200)
  await fact('arrived', { trunk: 'oak', callerNumber: '+15127770049' })
  await fact('left')
  await oak.close()
})

/** RFC 2617, without quality of protection. */
function digest(user: string, realm: string, nonce: string, uri: string): string {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
  const response = md5(`${md5(`${user}:${realm}:${SECRET}`)}:${nonce}:${md5(`INVITE:${uri}`)}`)
  return `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`
}

test('beyond the cap of a trunk a caller hears the busy tone, the technician is still rung, and the log says so', async () => {
  const { lab, fact, state } = scene()
  const ana = lab.phone(phone.ana.replace('+1', '')).answers().hearing().presses('5')
  const inside = [await lab.resident.calls(line.closed), await lab.resident.calls(line.brief)]
  for (const each of inside) await each.answered()
  const third = await lab.resident.calls(line.closed, { callerId: '+15127770046' })
  expect((await third.ended()).sip).toBe(486)
  await fact('over-cap', { cap: 'the channels of trunk carrier-a' })
  await fact('left', { outcome: 'refused' })
  // The channels that are kept free ring the technician.
  await inside[0]?.presses('1')
  await ana.called()
  await fact('owned', { person: 'ana' })
  const status = JSON.parse((await nightbell(['status', '--json', '--state', state])).stdout) as { alarms: { what: string }[] }
  expect(status.alarms.map(({ what }) => what)).toContainEqual(
    expect.stringMatching(/line is busy: the channels of trunk carrier-a/),
  )
  await Promise.all(inside.map(each => each.hangsUp()))
  await Promise.all(inside.map(each => each.ended(30_000)))
  // And there is room again.
  const fourth = await lab.resident.calls(line.closed)
  await fourth.answered()
  await fourth.hangsUp()
})

test('a property takes as many callers at once, and in an hour, as its rules say', async () => {
  const { lab, fact } = scene()
  const one = await lab.resident.calls(line.spanish)
  await one.answered()
  const two = await lab.resident.calls(line.spanish)
  expect((await two.ended()).sip).toBe(486)
  await fact('over-cap', { cap: 'the callers at once of sol-court' })
  await one.hangsUp()
  await one.ended()
  for (let n = 0; n < 2; n++) {
    const call = await lab.resident.calls(line.urgent)
    await call.answered()
    await call.hangsUp()
    await call.ended()
  }
  const third = await lab.resident.calls(line.urgent)
  // The hour of the clock may turn between the calls: then there is room for two more.
  const ends = [await Promise.race([third.ended(), third.answered().then(() => null)])]
  if (ends[0] === null) await third.hangsUp()
  else {
    expect(ends[0]?.sip).toBe(486)
    await fact('over-cap', { cap: 'the calls an hour of urgent-court' })
  }
})

test('the caps hold while the daemon is away, and it reads later whom they turned away', async () => {
  const { lab, fact, killDaemon, startDaemon } = scene()
  await killDaemon()
  const failsafe = lab.phone(phone.failsafe.replace('+1', '')).rings()
  const one = await lab.resident.calls(line.spanish)
  await one.answered()
  const two = await lab.resident.calls(line.spanish, { callerId: '+15127770047' })
  expect((await two.ended()).sip).toBe(486)
  // The failsafe too dials as the trunk spells.
  await failsafe.called(1, 40_000)
  await one.hangsUp()
  await startDaemon()
  await fact('over-cap', { cap: 'the callers at once of sol-court' })
  await fact('arrived', { callerNumber: '+15127770047' })
})
