// Callers of three days in the laboratory, for what the log and the reports tell of them: two who
// only hang up, an evening of four, and one for whom nobody comes in time.
import { type CallId, callId, type IncidentId, incidentId } from '../../src/core/world/ids.ts'
import type { Leg } from './leg.ts'
import { ZONE } from './moved-clock.ts'
import type { Ports } from './ports.ts'
import { laboratoryRules, line, phone } from './rules.ts'
import type { Scene } from './scene.ts'

export const CALLER = {
  forgotten: '+15127770041',
  held: '+15127770042',
  talks: '+15127770043',
  message: '+15127770044',
  gone: '+15127770045',
  unreached: '+15127770046',
  late: '+15127770047',
} as const
export type Who = keyof typeof CALLER
/** Of a caller who is to be forgotten. */
export const NAME = 'Forgotten Fay'
export const TARGET_MS = 30_000

/** Everything that is mailed goes out at half past seven; a caller is known for a day. */
export function eveningRules(
  ports: Ports,
  /** The mail server's port, and the address of the web server. */
  to: { readonly mail: number; readonly web: string },
): Record<string, string> {
  const all = laboratoryRules(ports)
  return {
    ...all,
    'box.yaml': all['box.yaml']?.replace('zone: America/Chicago', `zone: ${ZONE}`) ?? '',
    'ladders.yaml': `${all['ladders.yaml']}
  patient: { passes: 1, accept: 20s, rungs: [{ who: first, ring: 60s }] }
`,
    'menus.yaml': all['menus.yaml']?.replace('escalate: steps', 'escalate: patient') ?? '',
    'telling.yaml': `
mail: { server: 127.0.0.1, port: ${to.mail}, from: nightbell@box.test, tls: no }
webhooks: { vault: { url: "${to.web}/vault", anchor: "07:30" } }
people: { mia: { name: Mia, mail: mia@box.test } }
reports:
  nightly: { at: "07:30", report: [service, exceptions], by: property, to: owner@box.test }
defaults:
  retention: { callers: 1d }
`,
    'properties.yaml': `
properties:
  closed-court:
    name: Closed Court
    zone: ${ZONE}
    lines: ["${line.closed}"]
    hours: { mon-sun: closed }
    mailboxes: { office: Closed Court office }
    record-talk: yes
    target: 30s
    digest: { at: "07:30", mail: manager@box.test }
    notify: [{ on: late, mail: mia }]
  brief-court:
    name: Brief Court
    zone: ${ZONE}
    lines: ["${line.brief}"]
    hours: { mon-sun: closed }
    mailboxes: { office: Brief Court office }
`,
  }
}

export function openEvening(scene: Scene) {
  const { lab, fact } = scene
  const call = {} as Record<Who, CallId>
  /** Of those who called for help. */
  const incidentOf = {} as Record<'talks' | 'unreached' | 'late', IncidentId>

  async function calls(who: Who, number: string, callerName = ''): Promise<Leg> {
    const leg = await lab.resident.calls(number, { callerId: CALLER[who], callerName })
    const { stream } = await fact('arrived', { callerNumber: CALLER[who] })
    call[who] = callId(stream)
    await leg.answered()
    return leg
  }

  async function callsForHelp(who: keyof typeof incidentOf, key: string): Promise<Leg> {
    const resident = await calls(who, line.closed)
    await resident.presses(key)
    incidentOf[who] = incidentId(call[who], 1)
    await fact('opened', { stream: incidentOf[who] })
    return resident
  }

  async function says(resident: Leg, who: Who, words: string): Promise<void> {
    await fact('statement-began', { stream: call[who] })
    await resident.says(words)
    await resident.presses('#')
  }

  return {
    call,
    incidentOf,

    async hangsUp(who: Who, callerName?: string): Promise<void> {
      const resident = await calls(who, line.brief, callerName)
      await fact('asked', { stream: call[who] })
      await resident.hangsUp()
      await fact('left', { stream: call[who] })
    },

    async leavesMessage(): Promise<void> {
      const resident = await calls('message', line.closed)
      await resident.presses('2')
      await says(resident, 'message', 'I would like to see a two bedroom apartment on Saturday.')
      await resident.ended()
      await fact('left', { stream: call.message })
    },

    async reachesNobody(): Promise<void> {
      for (const each of [phone.cleo, phone.cleo2, phone.ben]) lab.phone(each).busy()
      const resident = await callsForHelp('unreached', '4')
      await fact('unreached', { stream: incidentOf.unreached })
      await resident.hangsUp()
      await fact('left', { stream: call.unreached })
    },

    /** Ana takes it when it has rung for so long, they talk, and she says what became of it. */
    async talks(who: 'talks' | 'late', rings: () => Promise<unknown>): Promise<void> {
      const resident = await callsForHelp(who, '1')
      await says(resident, who, 'There is water everywhere in unit nine, please hurry.')
      const ana = await lab.phone(phone.ana).ringing(who === 'talks' ? 1 : 2)
      await rings()
      await ana.answer()
      await ana.hears()
      await ana.presses('1')
      await fact('bridged', { stream: incidentOf[who] })
      await resident.says('It comes through the ceiling of the kitchen, and it does not stop.')
      await resident.hangsUp()
      await fact('outcome-asked', { stream: incidentOf[who] })
      await ana.presses('1')
      await fact('resolved', { stream: incidentOf[who], outcome: 'fixed-by-phone' })
      await ana.ended()
    },
  }
}
