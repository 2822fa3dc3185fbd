// What the headers of a call tell of numbers besides its request URI. Part of inputs.ts; read by plan/identify.ts.
/**
 * Numbers in the headers of a call whose request URI names no line that the dialplan knows, or which several forwarded. Absent in
 * journals of before, which are decided as they were.
 */
export interface ToldNumbers {
  /** Whom the caller called, in the order in which the headers are believed. */
  readonly called: readonly { readonly in: CalledIn; readonly line: string }[]
  /** Who forwarded it, nearest to what the caller dialled first. */
  readonly diverted: readonly { readonly diversion: string }[]
}

export type CalledIn = 'request URI' | 'P-Called-Party-ID' | 'To' | 'History-Info'
