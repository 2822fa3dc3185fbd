// How long a server wants to be left alone: `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3). Pure. Called by send-http.ts.

/** Nobody may silence the box for longer. */
const LONGEST_MS = 86_400_000

/** `date`: the server's own clock, where it says it: by that the wait is right though the clocks differ. */
export function retryAfter(
  written: string | readonly string[] | undefined,
  date: string | readonly string[] | undefined,
  now: number,
): { readonly retryAfterMs?: number } {
  const text = first(written).trim()
  const ms = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : untilDate(text, first(date), now)
  return ms === null ? {} : { retryAfterMs: Math.min(LONGEST_MS, Math.max(0, ms)) }
}

function untilDate(text: string, serverDate: string, now: number): number | null {
  // A number with a point or a sign is no date, though Date.parse takes it for one.
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) return null
  const theirs = Date.parse(serverDate)
  return at - (Number.isNaN(theirs) ? now : theirs)
}

function first(header: string | readonly string[] | undefined): string {
  return (typeof header === 'string' ? header : header?.[0]) ?? ''
}
