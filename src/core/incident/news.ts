// What further callers say about an incident that somebody has: kept with it, and its owner is told, by text message or by a call in which
// it is played. In a storm not of each, but of all that came since they were told last. Called by callers.ts and reminding.ts.
import { phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import type { At } from '../world/decision.ts'
import { after, type EpochMs } from '../world/ids.ts'
import { ladderOf } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'
import { playThese } from './playing-statements.ts'

/** The owner is told at most so often, seconds. */
const EVERY_SECONDS = 600
/** So many of the newest are played. */
const MOST_PLAYED = 3
/** So many are remembered as unheard. */
const REMEMBERED = 50

/** Another caller has said something: is that news for somebody? */
export function withNews<I extends Incident>(at: At, incident: I, said: string): I {
  const { addedWords = 'never' } = ladderOf(at, incident)
  if (incident.owner === null || addedWords === 'never' || incident.phase === 'resolved') return incident
  const { unheard = [], untold = 0, toldAt = null } = incident.news ?? {}
  const next = { ...incident, news: { unheard: [...unheard, said].slice(-REMEMBERED), untold: untold + 1, toldAt } }
  if (next.phase !== 'acknowledged') return next
  const due = newsDueAt(next)
  return due !== null && due < next.lookAgainAt ? { ...next, lookAgainAt: due > at.now ? due : at.now } : next
}

/** When the owner is to be told of it, which may be long due; null when there is nothing to tell. */
export function newsDueAt({ news, openedAt }: IncidentBase): EpochMs | null {
  if (news === undefined || news.untold === 0) return null
  return news.toldAt === null ? openedAt : after(news.toldAt, EVERY_SECONDS)
}

/** They know that there is something to hear. */
export function newsTold<I extends IncidentBase>(incident: I, now: EpochMs): I {
  return incident.news === undefined ? incident : { ...incident, news: { ...incident.news, untold: 0, toldAt: now } }
}

/** They have heard it. */
export function newsHeard<I extends IncidentBase>(incident: I, now: EpochMs): I {
  return incident.news === undefined ? incident : { ...incident, news: { unheard: [], untold: 0, toldAt: now } }
}

/** That others have said something, and the newest of it. */
export function newsWords(at: At, incident: IncidentBase, language: string): Speech[] {
  const unheard = incident.news?.unheard ?? []
  if (unheard.length === 0) return []
  return [
    ...phrase(at.plan, language, unheard.length === 1 ? 'news-one' : 'news-several', { n: String(unheard.length) }),
    ...playThese(incident, unheard.slice(-MOST_PLAYED)),
  ]
}
