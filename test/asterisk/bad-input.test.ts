// Input that makes no sense, on the real PBX: keys at every moment, faster than anybody can listen, and a second daemon where one
// runs already. No caller is lost, nobody is rung twice, and whoever must give way says why.
import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { openRawSip, someAudio } from '../laboratory/raw-sip.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { MAIN } from '../support/main.ts'

const scene = useScene()
const NONSENSE = 'ABCD*#'
let second: ChildProcess | undefined
afterEach(() => void second?.kill('SIGKILL'))

async function calls(to: string = line.closed) {
  const call = await scene().lab.resident.calls(to, { callerId: '+15127770201' })
  await call.answered()
  return call
}

function dialled(): string[] {
  return scene()
    .facts()
    .flatMap(f => (f.kind === 'dialled' ? [f.phone] : []))
}

test('keys that mean nothing, in every phase: the caller stays, the technician stays, they talk', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).answers({ after: 2500 })
  const call = await calls()
  await call.presses('D')
  await fact('key-ignored', { digit: 'D' })
  await call.presses('1')
  await call.presses('B')
  await fact('held')
  await call.presses(`${NONSENSE}09`)
  await fact('key-ignored', { digit: '9', why: 'on hold' })
  const leg = await lab.phone(phone.ana).answered()
  await leg.hears()
  await leg.presses(`${NONSENSE}04`)
  await fact('leg-key', { digit: '4' })
  await leg.presses('1')
  await fact('bridged', { person: 'ana' })
  await Promise.all([leg.presses(`${NONSENSE}12345`), call.presses(`${NONSENSE}12345`)])
  await Promise.all([leg.plays(900), call.plays(600)])
  await Promise.all([leg.hearsTone(600), call.hearsTone(900)])
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
  expect(dialled()).toEqual([phone.ana])
  expect(facts().filter(f => f.kind === 'command-failed')).toEqual([])
})

test('"11111" in the menu: one incident, everybody rung once, and the caller is still there when somebody comes', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers({ after: 3000 }).hearing().presses('1').plays(900)
  const call = await calls()
  await call.presses('11111')
  await fact('bridged', { person: 'ben' })
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
  expect(facts().filter(f => f.kind === 'opened')).toHaveLength(1)
  expect(dialled()).toEqual([phone.ana, phone.ben])
})

test('1 pressed again and again in the briefing: accepted once, connected once', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).answers().hearing().presses('111111').plays(900)
  const call = await calls()
  await call.presses('1')
  await fact('bridged', { person: 'ana' })
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
  for (const kind of ['accepted', 'bridged', 'acknowledged']) expect(facts().filter(f => f.kind === kind)).toHaveLength(1)
  expect(dialled()).toEqual([phone.ana])
})

test('keys while nothing is asked: with the office ringing, before the menu, and in the last word', async () => {
  const { lab, fact } = scene()
  const office = await lab.resident.calls(line.open, { callerId: '+15127770202' })
  await fact('office-rung')
  await office.presses(`${NONSENSE}1`)
  await fact('overflowed', {})
  await office.answered()
  await office.presses('2')
  await fact('told', { what: 'to leave a message' })
  await fact('statement-began')
  await office.says('I would like to see an apartment.')
  await office.presses('#')
  await fact('message-taken')
  await office.presses(`${NONSENSE}11`)
  await office.ended()
  await fact('left', { outcome: 'message' })
})

test('a call cannot be taken over: Replaces, Join, REFER, pick-up and subscriptions do nothing to two who talk', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const call = await calls()
  await call.presses('1')
  await fact('bridged', { person: 'ana' })
  const { address, port } = lab.box.settings.sip
  const uri = (user: string): string => `sip:${user}@${address}:${port}`
  const dialogs = await dialogsOfBox()
  expect(dialogs).toHaveLength(2)
  for (const from of ['carrier-a', 'stranger'] as const) {
    const taker = await openRawSip(lab.addresses[from], { address, port })
    for (const { callId, local, remote } of dialogs) {
      const body = someAudio
      const known = `${callId};to-tag=${local};from-tag=${remote}`
      for (const header of [`Replaces: ${known}`, `replaces:${known};early-only`]) {
        const headers = [header]
        expect(await taker.ask('INVITE', uri(line.closed), { body, headers })).toBeGreaterThanOrEqual(400)
      }
      await taker.ask('INVITE', uri(line.closed), { body, headers: [`Join: ${known}`] })
      const replaces = `sip:911@${address}?Replaces=${callId}%3Bto-tag%3D${local}%3Bfrom-tag%3D${remote}`
      // In its own dialog a telephone's REFER is refused, too: dialplan.test.ts. Here it would take the next CSeq from the real one.
      for (const target of [uri('911'), uri(line.open), replaces]) {
        const headers = [`Refer-To: <${target}>`, `Target-Dialog: ${callId};local-tag=${local};remote-tag=${remote}`]
        expect(await taker.ask('REFER', uri('s'), { headers })).toBeGreaterThanOrEqual(400)
      }
    }
    await taker.ask('INVITE', uri('*8'), { body: someAudio })
    for (const event of ['dialog', 'presence', 'refer', 'message-summary'])
      expect(await taker.ask('SUBSCRIBE', uri(line.closed), { headers: [`Event: ${event}`] })).toBeGreaterThanOrEqual(400)
    await taker.close()
  }
  expect(await dialogsOfBox()).toEqual(dialogs)
  expect(facts().filter(f => f.kind === 'talk-ended')).toEqual([])
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
  expect(facts().filter(f => f.kind === 'bridged')).toHaveLength(1)
  expect(dialled()).toEqual([phone.ana])
})

/** What only the two ends of a call know of it: the worst that a taker could have. */
async function dialogsOfBox(): Promise<readonly { callId: string; local: string; remote: string }[]> {
  const { observer } = scene().lab.box
  const channels = (await observer.channels.list()).filter(channel => channel.name.startsWith('PJSIP/'))
  const ask = async (channelId: string, what: string): Promise<string> =>
    (await observer.channels.getChannelVar({ channelId, variable: `CHANNEL(pjsip,${what})` })).value
  return Promise.all(
    channels.map(async ({ id }) => ({
      callId: await ask(id, 'call-id'),
      local: await ask(id, 'local_tag'),
      remote: await ask(id, 'remote_tag'),
    })),
  )
}

/** A daemon beside the scene's own, and what it said. */
function startSecond(state: string): { ended: Promise<number | null>; ready: Promise<void>; said: () => string } {
  const { config, lab } = scene()
  const args = [MAIN, 'run', '--config', config, '--state', state, '--pbx', lab.box.settings.directory]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  second = child
  let said = ''
  let isReady = (): void => {}
  const ready = new Promise<void>(resolve => {
    isReady = resolve
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('"msg":"ready"')) isReady()
    })
  }
  const ended = new Promise<number | null>(resolve => child.once('close', code => resolve(code)))
  return { ended, ready, said: () => said }
}

test('a second daemon on the same state directory refuses in a sentence, and the first goes on', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const call = await calls()
  const other = startSecond(scene().state)
  expect(await other.ended).toBe(2)
  expect(other.said()).toMatch(
    /^nightbell: another daemon answers on .*control\.sock: stop it first, or use another --state directory$/m,
  )
  expect(scene().daemonLog()).not.toContain('took over')
  await call.presses('1')
  await fact('bridged')
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('two daemons started in the same moment: one of them takes calls, the other ends in a sentence', async () => {
  await scene().stopDaemon()
  const from = scene().daemonLog().length
  const other = startSecond(scene().state)
  const first = await scene()
    .startDaemon()
    .then(() => true, String)
  if (first === true)
    expect([await other.ended, other.said()]).toEqual([2, expect.stringMatching(/^nightbell: another daemon /m)])
  else {
    expect(first).toContain('nightbell: another daemon ')
    await other.ready
  }
  expect(scene().daemonLog().slice(from) + other.said()).not.toContain('took over')
  const call = await calls()
  await call.hears()
  await call.hangsUp()
  await scene().fact('left', { outcome: 'missed' })
  if (first === true) return
  second?.kill('SIGTERM')
  await other.ended
  await scene().startDaemon()
})

test('a second daemon on the same Asterisk with a state of its own takes over: the first stops acting and ends with 4', async () => {
  const { lab, logged, daemonLog, fact } = scene()
  const from = daemonLog().length
  const call = await calls()
  await call.hears()
  const other = startSecond(`${lab.directory}/second-state`)
  await other.ready
  await logged('another daemon took over', from)
  expect(await scene().daemonEnds()).toBe(4)
  // The caller whom the first one left behind is taken on by the second.
  await call.presses('2')
  await call.hearsQuiet()
  await call.hangsUp()
  second?.kill('SIGTERM')
  expect(await other.ended).toBe(0)
  await scene().startDaemon()
  await fact('left')
})
