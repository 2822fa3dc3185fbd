// Whose lane a fact belongs to, and how each lane stands after it: a caller on the line, a ladder
// that is climbed, a telephone that rings. Used by timeline.ts.
import type { Plan } from '../../core/plan/plan.ts'
import type { Fact } from '../../core/world/facts.ts'
import { isIncident } from '../../core/world/ids.ts'
import { oneLine } from '../plain-text.ts'

export type LaneKind = 'caller' | 'office' | 'ladder' | 'telephone'

/**
 * `begun`: dialled, or an open incident for which nobody is rung now. `on`: ringing, on the line,
 * being climbed. `answered`: picked up, and not yet talking with the other side.
 */
export type LaneState = 'none' | 'begun' | 'on' | 'answered' | 'talk'

export interface LaneOfStory {
  readonly id: string
  readonly kind: LaneKind
  readonly name: string
  readonly who: string
}

type States = ReadonlyMap<string, LaneState>

export interface Lanes {
  /** The lane of this fact, and how all lanes stand before and after it. */
  take(fact: Fact): { readonly id: string; readonly before: States; readonly states: States }
  /** Those that were used, in the order in which they stand. */
  inOrder(): readonly LaneOfStory[]
}

const KINDS: readonly LaneKind[] = ['caller', 'office', 'ladder', 'telephone']

/** `call`: of several callers the one whose lane it is; null: all of them share it. */
export function openLanes(plan: Plan | null, call: string | null): Lanes {
  const lanes = new Map<string, LaneOfStory>()
  /** Which lane a leg rings in, and the leg that a lane has now. */
  const laneOfLeg = new Map<string, string>()
  const legOfLane = new Map<string, string>()
  let states: States = new Map()

  function lane(kind: LaneKind, name: string, who: string): string {
    const id = `${kind} ${name}`
    if (!lanes.has(id)) lanes.set(id, { id, kind, name, who })
    return id
  }

  function telephone(person: string | null, phone: string): string {
    const number = oneLine(phone, 40)
    const name = person === null ? '' : `${oneLine(plan?.people[person]?.name ?? person, 40)} `
    return lane('telephone', `${name}${number}`, `telephone ${number}`)
  }

  function idOf(fact: Fact): string {
    switch (fact.kind) {
      case 'dialled':
      case 'transfer-dialled':
        return rings(telephone(fact.person, fact.phone), fact.leg)
      case 'failsafe-rang':
        return telephone(fact.person, fact.phone)
      case 'caller-dialled':
        return rings(lane('telephone', CALLED_BACK, 'telephone of the caller'), fact.leg)
    }
    const known = 'leg' in fact && fact.leg !== undefined ? laneOfLeg.get(fact.leg) : undefined
    if (known !== undefined && fact.kind !== 'dial-refused') return known
    if (OFFICE.has(fact.kind)) return lane('office', 'office', 'office')
    if (!isIncident(fact.stream)) return lane('caller', 'caller', 'caller')
    const isTheirs =
      fact.kind === 'statement-added'
        ? isSaidBy(fact.recording)
        : 'call' in fact && OF_CALLER.has(fact.kind) && isShown(fact.call)
    return isTheirs ? lane('caller', 'caller', 'caller') : lane('ladder', 'ladder', 'ladder')
  }

  function isShown(one: string): boolean {
    return call === null || call === one
  }

  /** A recording is called after its call. */
  function isSaidBy(recording: string): boolean {
    return call === null || recording.startsWith(`${call.replaceAll('.', '-')}-`)
  }

  function rings(id: string, leg: string): string {
    laneOfLeg.set(leg, id)
    legOfLane.set(id, leg)
    return id
  }

  return {
    take(fact) {
      const id = idOf(fact)
      const before = states
      const next = stateAfter(fact)
      // A telephone that is rung anew is not over because an earlier attempt is.
      const isLate = 'leg' in fact && legOfLane.has(id) && legOfLane.get(id) !== fact.leg
      if (next !== null && !isLate) states = new Map([...states, [id, next]])
      states = alsoAfter(fact, states)
      return { id, before, states }
    },
    inOrder: () => KINDS.flatMap(kind => [...lanes.values()].filter(each => each.kind === kind)),
  }
}

const OFFICE: ReadonlySet<string> = new Set(['office-rung', 'office-answered', 'office-unanswered', 'message-done'])
const OF_CALLER: ReadonlySet<string> = new Set(['caller-left', 'still-needs-help', 'insisted', 'joined'])
const CALLED_BACK = 'the caller, called back'

/** What the same fact means for other lanes. */
function alsoAfter({ kind }: Fact, states: States): States {
  const change = (lane: string, from: readonly LaneState[], to: LaneState): readonly [string, LaneState][] =>
    from.includes(states.get(lane) ?? 'none') ? [[lane, to]] : []
  const calledBack = `telephone ${CALLED_BACK}`
  switch (kind) {
    case 'accepted':
    case 'owned':
      return new Map([...states, ...change('ladder ladder', ['on'], 'begun')])
    case 'office-answered':
      return new Map([...states, ...change('caller caller', ['on'], 'talk')])
    case 'bridged':
      return new Map([...states, ...change(calledBack, ['answered'], 'talk')])
    case 'talk-ended':
    case 'technician-lost':
      return new Map([...states, ...change(calledBack, ['talk'], 'none'), ...change('caller caller', ['talk'], 'on')])
    case 'transfer-over':
      return new Map([...states, ...change('caller caller', ['talk'], 'on')])
    case 'left':
      return new Map([...states, ...change('office office', ['on', 'talk'], 'none')])
    default:
      return states
  }
}

/** How the lane of this fact stands after it; null: as before. */
function stateAfter({ kind }: Fact): LaneState | null {
  switch (kind) {
    case 'dialled':
    case 'transfer-dialled':
    case 'caller-dialled':
    case 'pass-exhausted':
    case 'unreached':
    case 'still-unreached':
    case 'retries-over':
      return 'begun'
    case 'arrived':
    case 'office-rung':
    case 'opened':
    case 'pass-began':
    case 'rung-began':
    case 'reopened':
    case 'acknowledgement-expired':
    case 'rang':
    case 'transfer-rings':
    case 'caller-rings':
    case 'held':
      return 'on'
    case 'answered':
    case 'transfer-answered':
    case 'caller-answered':
    case 'talk-ended':
    case 'technician-lost':
    case 'outcome-asked':
      return 'answered'
    case 'connected':
    case 'office-answered':
    case 'bridged':
    case 'transferred':
      return 'talk'
    case 'left':
    case 'office-unanswered':
    case 'attempt-ended':
    case 'transfer-attempt-ended':
    case 'transfer-over':
    case 'caller-not-reached':
    case 'resolved':
    case 'closed-without-outcome':
    case 'folded':
      return 'none'
    default:
      return null
  }
}
