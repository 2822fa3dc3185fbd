// The demo's timeline on the terminal: what Nightbell's journal has committed and what the people at the telephones do, in the order
// in which it happened. Decides nothing; colours only where a person watches.
import { localTime } from '../../src/cli/local-time.ts'
import { sentence } from '../../src/cli/story.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { FactKind } from '../../src/core/world/facts.ts'
import type { Leg } from '../../test/laboratory/leg.ts'
import type { Scene } from '../../test/laboratory/scene.ts'
import { whose } from './rules.ts'

export interface Screen {
  write(text: string): unknown
  readonly isTTY?: boolean
}

export interface Timeline {
  /** A new story begins, told in the time of this zone. What the journal had before is of no interest any more. */
  heading(text: string, zone: string): void
  /** A line of somebody's own. */
  says(who: string, what: string): void
  /** Shows what happens at this end of a call. `firstWords`: what it hears first. */
  follows(leg: Leg, who: string, firstWords?: string): void
  plain(text: string): void
  /** Waits until everything that has happened is on the screen. */
  settled(): Promise<void>
  stop(): void
}

/** Lines wait so long for an earlier one, ms: the journal is read, the telephones tell by themselves. */
const SORT_MS = 250
const POLL_MS = 60
/** Facts that another line of the timeline says too. `calls show` has them all. */
const SEEN_ANYWAY: readonly FactKind[] = ['person-resolved', 'rang', 'caller-left']
const COLOURS: Readonly<Record<string, number>> = { nightbell: 36, resident: 33, proof: 32, office: 35 }

export function openTimeline(scene: Scene, plan: Plan, out: Screen): Timeline {
  const coloured = out.isTTY === true && process.env.NO_COLOR === undefined
  let waiting: { readonly at: number; readonly who: string; readonly what: string }[] = []
  let told = 0
  let began = Date.now()
  let zone = 'UTC'
  const timer = setInterval(look, POLL_MS)

  function paint(text: string, code: number): string {
    return coloured ? `\u001b[${code}m${text}\u001b[0m` : text
  }

  function look(): void {
    const facts = scene.facts()
    for (const fact of facts.slice(told)) {
      if (!SEEN_ANYWAY.includes(fact.kind)) waiting.push({ at: fact.at, who: 'nightbell', what: sentence(fact, plan) })
    }
    told = facts.length
    flush(Date.now() - SORT_MS)
  }

  function flush(upTo: number): void {
    const ready = waiting.filter(line => line.at <= upTo).sort((a, b) => a.at - b.at)
    waiting = waiting.filter(line => line.at > upTo)
    for (const { at, who, what } of ready) {
      const seconds = (Math.max(0, at - began) / 1000).toFixed(1).padStart(5)
      const name = paint(who.padEnd(9), COLOURS[who] ?? 34)
      out.write(`${paint(`${seconds} s  ${localTime(at, zone).time}`, 2)}  ${name}  ${what}\n`)
    }
  }

  function says(who: string, what: string): void {
    waiting.push({ at: Date.now(), who, what })
  }

  return {
    heading(text, inZone) {
      scene.mark()
      told = 0
      began = Date.now()
      zone = inZone
      out.write(`\n${paint(text, 1)}\n`)
    },
    says,
    follows(leg, who, firstWords) {
      let unheard = firstWords
      leg.onNote = ({ what }) => {
        const line = inWords(what, who)
        if (line !== null) says(who, line)
        if (what !== 'hears' || unheard === undefined) return
        says(who, `hears: "${unheard} …"`)
        unheard = undefined
      }
    },
    plain: text => void out.write(`${text}\n`),
    settled: () => new Promise(resolve => setTimeout(resolve, SORT_MS + 2 * POLL_MS)),
    stop() {
      clearInterval(timer)
      flush(Number.POSITIVE_INFINITY)
    },
  }
}

/** The name for the left column of whoever is rung. */
export function nameOf(number: string): string {
  return whose[number] ?? number
}

function inWords(what: string, who: string): string | null {
  if (what === 'ringing') return who === 'resident' ? 'hears it ring' : 'the telephone rings'
  if (what === 'answered') return who === 'resident' ? 'is answered' : 'answers'
  if (what === 'ended') return who === 'resident' ? 'the call is over' : 'the telephone is quiet again'
  return null
}
