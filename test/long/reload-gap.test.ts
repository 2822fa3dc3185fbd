// Two people talk on the real PBX while the rules grow to a thousand properties and are reloaded: neither hears a gap. The journal
// remembers when the new rules came into force.
import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { silenceSpans, toneSpans } from '../laboratory/audio.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const PROPERTIES = 1000
/** An Asterisk sends a packet each 20 ms; nobody notices five that are missing. */
const LONGEST_GAP_MS = 100
const scene = useScene()

function property(n: number): string {
  return `properties:
  court-${n}:
    name: Court ${n}
    spoken: Oak Creek
    zone: America/Chicago
    lines: ["+1512556${1000 + n}"]
    caller-id: "+15125550100"
    menu: residents
    hours: { mon-fri: 09:00-17:00 }
`
}

test('a talk goes on without a gap while a thousand properties are taken', async () => {
  const { lab, fact, config, state, logged, daemonLog } = scene()
  const ana = lab.phone(phone.ana)
  ana.answers().hearing().presses('1')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770051' })
  await call.answered()
  await call.presses('1')
  const bridged = await fact('bridged')
  const leg = await ana.answered()
  await Promise.all([call.plays(600), leg.plays(900)])
  await Promise.all([call.hearsTone(900, { forMs: 500 }), leg.hearsTone(600, { forMs: 500 })])
  const began = Date.now()
  const from = daemonLog().length
  mkdirSync(`${config}/many`)
  for (let n = 0; n < PROPERTIES; n++) writeFileSync(`${config}/many/court-${n}.yaml`, property(n))
  const said = await nightbell(['reload', '--state', state, '--config', config])
  expect(said).toMatchObject({ code: 0, stderr: '' })
  await logged('"reloaded":["pbx_config.so"]', from)
  const over = Date.now()
  await Promise.all([call.hearsTone(900, { forMs: 1000 }), leg.hearsTone(600, { forMs: 1000 })])
  // The new rules are there: the last of the thousand is answered.
  const young = await lab.resident.calls(`+1512556${1000 + PROPERTIES - 1}`, { callerId: '+15127770052' })
  await fact('identified', { property: `court-${PROPERTIES - 1}` })
  await young.answered()
  await young.hangsUp()
  await Promise.all([call.hangsUp(), leg.hangsUp()])
  await leg.ended()
  for (const [who, wav, started, hz] of [
    ['the resident', await call.recording(), call.recordingStartedAt, 900],
    ['the technician', await ana.recording(), leg.recordingStartedAt, 600],
  ] as const) {
    const within = ({ fromMs, toMs }: { fromMs: number; toMs: number }): boolean =>
      fromMs + started > began - 200 && toMs + started < over + 1000
    expect(silenceSpans(wav, LONGEST_GAP_MS).filter(within), `what ${who} hears`).toEqual([])
    const tone = toneSpans(wav, hz).find(span => span.fromMs + started < began && span.toMs + started > over)
    expect(tone, `${who} hears the other from before the reload until after it`).toBeDefined()
  }
  expect(bridged.at).toBeLessThan(began)
  const plans = JSON.parse((await nightbell(['plans', 'list', '--json', '--state', state])).stdout) as {
    files: string[]
    at: number
  }[]
  expect(plans[0]?.files.length).toBeGreaterThanOrEqual(PROPERTIES)
  expect(plans[0]?.at).toBeGreaterThan(began)
  expect(plans.at(-1)).toMatchObject({ why: 'the daemon started' })
  console.info(`the reload took ${over - began} ms`)
})
