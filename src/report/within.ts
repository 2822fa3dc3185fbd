// How soon a call was answered is compared with its target as it is shown: in whole seconds, and
// below ten of them in tenths. So what ends at 20.003 s, and stands there as 20 s, is within 20 s.

export function isWithin(ms: number, targetSeconds: number): boolean {
  const step = ms < 10_000 ? 100 : 1000
  return Math.round(ms / step) * step <= targetSeconds * 1000
}
