/** The time that a report is about: half-open, ms since the epoch, with the zone it was meant in. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly zone: string
}
