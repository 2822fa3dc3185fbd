// How long something took, in words: the one place where that is written. The command line, mails
// and reports each have a style of their own.

export interface DurationStyle {
  /** No unit above this one is used. */
  readonly largest: 'min' | 'h' | 'd'
  /** Below ten seconds with a tenth. */
  readonly tenths?: true
  /** `1 min 0 s` in place of `1 min`: columns are compared. */
  readonly zeros?: true
}

/** 45 s, 1 min 5 s, 2 h 3 min, 3 d 4 h: the two largest units. `ms` is rounded to the smaller. */
export function durationInWords(ms: number, style: DurationStyle): string {
  const { largest } = style
  if (style.tenths && ms < 10_000) return `${(Math.round(ms / 100) / 10).toFixed(1)} s`
  const s = Math.round(ms / 1000)
  if (s < 60) return `${s} s`
  if (s < 3600 || largest === 'min') return twoUnits(s, 60, ['min', 's'], style)
  const min = Math.round(s / 60)
  if (min < 24 * 60 || largest === 'h') return twoUnits(min, 60, ['h', 'min'], style)
  return twoUnits(Math.round(min / 60), 24, ['d', 'h'], style)
}

function twoUnits(
  amount: number,
  size: number,
  [large, small]: readonly [large: string, small: string],
  { zeros }: DurationStyle,
): string {
  const rest = amount % size
  const whole = `${Math.floor(amount / size)} ${large}`
  return rest === 0 && !zeros ? whole : `${whole} ${rest} ${small}`
}
