// Words for times in the compiled rules: hours with their holidays and closures, windows of a day, spans between two local times. Part of plan.ts;
// what they mean at a moment is in hours.ts, windows.ts and local-time.ts.

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
/** Local wall-clock minutes of the day, half-open. `to` <= `from` means the window ends on the next day. */
export interface Window {
  readonly from: number
  readonly to: number
}
export interface Hours {
  readonly week: Readonly<Record<Weekday, readonly Window[]>>
  /** Dates (ISO, in the property's zone) with windows of their own. */
  readonly dates: Readonly<Record<string, SpecialDay>>
  /** Days of every year with windows of their own; a date wins over them, and the first of them over the others. */
  readonly yearly: readonly (SpecialDay & { readonly on: YearlyRule; readonly observed?: Observed })[]
  /** Closed altogether, whatever the day says; in local times of the property's zone. */
  readonly closures: readonly (LocalSpan & { readonly name: string })[]
}
/** A day whose windows replace those of its weekday; none means closed. */
export interface SpecialDay {
  readonly name: string
  readonly windows: readonly Window[]
}
/** Which working day is a holiday too when the day itself is a Saturday or Sunday: Friday or Monday, or always Monday. */
export type Observed = 'nearest' | 'monday'
/** `plusDays`: the day after (1) or before (-1) the one that the rest describes. Months count from 1. */
export type YearlyRule = { readonly plusDays: -1 | 0 | 1; readonly month: number } & (
  | { readonly day: number }
  | { readonly nth: 1 | 2 | 3 | 4 | 'last'; readonly weekday: Weekday }
)
/** Half-open, ISO without an offset. A repeated time means the first one as a start, the last as an end. */
export interface LocalSpan {
  readonly from: string
  readonly to: string
}

/** People are not told in this window but when it is over. */
export interface Quiet {
  readonly window: Window
  readonly zone: string
  /** Not even that nobody could be reached. */
  readonly unreached?: boolean
}
