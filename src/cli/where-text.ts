// A place in the rules as people read it: ladders.yaml:7.
import type { Place } from '../rules/problem.ts'

export function whereText(place: Place | null): string | null {
  return place === null ? null : `${place.file}:${place.line}`
}
