// How many telephones may be rung at once and in an hour; without a number there is no limit. Judged by dialling/caps.ts.
export interface Caps {
  readonly atOnce?: number
  readonly perHour?: number
}
