// The notice that stands for a property. Called when its callers are greeted, and by the phone desk.
import type { Standing } from './standing.ts'

/** The recording that the property's callers hear first, or null. */
export function noticeOf(standing: readonly Standing[], property: string): string | null {
  for (const { what } of standing) if (what.is === 'notice' && what.property === property) return what.recording
  return null
}
