// Tells a scene with a false exchange, and says what is wrong with it: somebody in silence for too long, a caller without an outcome, something
// left over. Used by test/simulation/never-silent.test.ts and test/long/every-request.test.ts.
import type { World } from '../../src/core/world/world.ts'
import { NO_FAULTS } from '../../src/simulation/connection.ts'
import type { Silence } from '../../src/simulation/hearing.ts'
import type { Fates } from '../../src/simulation/refusals.ts'
import type { Simulation } from '../../src/simulation/simulation.ts'
import { leftOver, night, unfinished } from './night.ts'
import type { Scene } from './scene.ts'

/** Nobody hears nothing for longer than this, seconds; but for whoever is asked for a key, who is given time for it. */
const SILENCE = 5
const SILENCE_FOR_A_KEY = 14
/** A PIN takes longer to key, and is gathered outside. */
const SILENCE_FOR_A_PIN = 27

export interface Told {
  readonly wrong: readonly string[]
  readonly requests: readonly string[]
  readonly story: Simulation
}

/** `prepare`: what is done to the story as soon as its daemon has started. */
export async function told(
  scene: Scene,
  fates: Fates = () => 'done',
  prepare: (story: Simulation) => void = () => {},
): Promise<Told> {
  const requests: string[] = []
  const silences = watchSilence()
  const story = night({
    ...scene.options,
    faults: {
      ...NO_FAULTS,
      fates(request) {
        requests.push(request)
        return fates(request)
      },
    },
    onSilence: silences.tell,
  })
  silences.of(story)
  story.start()
  prepare(story)
  await story.run(scene.lasts)
  // Whoever still holds hangs up, and the auditor looks twice.
  for (const channel of [...story.exchange.channels.values()]) if (channel.kind === 'caller') story.exchange.end(channel.id, 16)
  await story.run(150)
  // A bridge that the exchange will not end is the exchange's.
  const left = leftOver(story).filter(what => !(what.startsWith('bridge ') && fates(`destroyBridge ${what.slice(7)}`) !== 'done'))
  const wrong = [...silences.found(), ...left, ...unfinished(story), ...notConnected(story)]
  story.daemon()?.stop()
  return { wrong, requests, story }
}

/** Keeps the silences that last too long. */
export function watchSilence() {
  const longest = new Map<string, string>()
  /** When they last were asked for a key. */
  const asked = new Map<string, number>()
  let story: Simulation | null = null
  let began = 0
  return {
    of(simulation: Simulation) {
      story = simulation
      began = simulation.clock.now()
    },
    found: () => [...longest.values()],
    tell({ channel, kind, since, seconds }: Silence) {
      const world = story?.daemon()?.world
      const now = since + seconds * 1000
      const key = world === undefined ? null : timeForKey(world, channel)
      if (key !== null) asked.set(channel, now)
      const alone = Math.min(seconds, (now - (asked.get(channel) ?? 0)) / 1000)
      if (key === null ? alone <= SILENCE : seconds <= key) return
      const at = ((since - began) / 1000).toFixed(1)
      const where = world === undefined ? 'no daemon' : whereIs(world, channel)
      longest.set(`${channel} ${since}`, `${kind} ${channel} hears nothing from ${at} s on for ${seconds} s: ${where}`)
    },
  }
}

/** Whom the log calls connected, and the exchange's own record does not. */
export function notConnected({ journal, exchange }: Simulation): string[] {
  const together = [...exchange.met]
  return journal.facts().flatMap(fact => {
    const met = (bridge: string, ...channels: string[]) =>
      together.some(([id, who]) => id === bridge && channels.every(channel => who.has(channel)))
    if (fact.kind === 'connected' && !met(fact.bridge, fact.stream)) return [`${fact.stream} was never connected`]
    if (fact.kind === 'transferred' && !met(fact.bridge, fact.stream, fact.leg)) return [`${fact.leg} was never connected`]
    if (fact.kind === 'bridged' && !together.some(([, who]) => who.has(fact.leg))) return [`${fact.leg} was never bridged`]
    return []
  })
}

/** What came of it, without how often and when: a request that fails once or twice changes none of it. */
export function outcomeOf({ journal }: Simulation): string[] {
  return journal.facts().flatMap(fact => {
    if (fact.kind === 'left') return [`${fact.stream} left: ${fact.outcome}`]
    if (fact.kind === 'bridged' || fact.kind === 'accepted' || fact.kind === 'owned') return [`${fact.kind} by ${fact.person}`]
    if (fact.kind === 'attempt-ended') return [`${fact.person} ${fact.result}`]
    return fact.kind === 'transferred' || fact.kind === 'connected' || fact.kind === 'message-taken' ? [fact.kind] : []
  })
}

function whereIs(world: World, channel: string): string {
  const stream = [...world.calls.values(), ...world.desks.values()].find(one => one.id === channel)
  if (stream) return `${stream.kind} in ${stream.phase}`
  const owner = [...world.incidents.values()].find(one => Object.hasOwn(one.legs, channel))
  return owner ? `a leg in ${owner.legs[channel as never]?.phase} of an incident in ${owner.phase}` : 'nobody’s'
}

/** The question has been said, and it is theirs to press a key: how long they may take. Null: it is not. */
function timeForKey(world: World, channel: string): number | null {
  for (const call of world.calls.values()) {
    if (call.id !== channel) continue
    const after = call.phase === 'after-talk' || call.phase === 'after-transfer'
    return ('playback' in call && call.playback === null) || after ? SILENCE_FOR_A_KEY : null
  }
  for (const desk of world.desks.values()) {
    if (desk.id === channel && desk.phase === 'asking') return SILENCE_FOR_A_KEY
    if (desk.id === channel && desk.phase === 'awaiting-pin') return SILENCE_FOR_A_PIN
  }
  for (const incident of world.incidents.values()) {
    const asks = incident.phase === 'asking-outcome' || incident.phase === 'call-back-menu'
    if (asks && incident.leg === channel) return SILENCE_FOR_A_KEY
  }
  return null
}

/** What is wrong with one story of the scene. */
export async function wrongWith(scene: Scene, { name, fates, heals }: Failing, healthy: readonly string[]): Promise<string[]> {
  const { wrong, story } = await told(scene, fates())
  const changed =
    heals && !scene.varies && outcomeOf(story).join('; ') !== healthy.join('; ')
      ? [`something else came of it: ${outcomeOf(story).join('; ')}`]
      : []
  return [...wrong, ...changed].map(what => `${name}: ${what}`)
}

/** What may happen to one request of a story: as often as said, every time it is made, or to all requests of its name from then on. */
/** What is tried again must lead to the same as if nothing had failed. */
export const HEALED: readonly string[] = ['refused once', 'refused twice']

export const FATES = {
  'refused once': each('refused', 1),
  'refused twice': each('refused', 2),
  'refused always': each('refused', Number.POSITIVE_INFINITY),
  'done and refused once': each('done-and-refused', 1),
  'done and refused always': each('done-and-refused', Number.POSITIVE_INFINITY),
  'late once': each({ hang: 4 }, 1),
  'late always': each({ hang: 4 }, Number.POSITIVE_INFINITY),
  'all of its name refused from then on': (which: string): Fates => {
    let begun = false
    return request => {
      begun ||= request === which
      return begun && nameOf(request) === nameOf(which) ? 'refused' : 'done'
    }
  },
  'all of its name late from then on': (which: string): Fates => {
    let begun = false
    return request => {
      begun ||= request === which
      return begun && nameOf(request) === nameOf(which) ? { hang: 4 } : 'done'
    }
  },
} as const satisfies Readonly<Record<string, (which: string) => Fates>>

function each(fate: Exclude<ReturnType<Fates>, 'done'>, times: number): (which: string) => Fates {
  return which => {
    let left = times
    return request => (request === which && left-- > 0 ? fate : 'done')
  }
}

function nameOf(request: string): string {
  return request.slice(0, request.indexOf(' '))
}

/** A request of a scene with a fate: one story. */
export interface Failing {
  readonly name: string
  readonly fates: () => Fates
  /** Nothing shall come of it. */
  readonly heals: boolean
}

/** Every request of a story with every fate. */
export function fatesOf({ requests }: Told): readonly Failing[] {
  return [...new Set(requests)].flatMap(request =>
    Object.entries(FATES).map(([name, fates]) => ({
      name: `${request}: ${name}`,
      fates: () => fates(request),
      heals: HEALED.includes(name),
    })),
  )
}
