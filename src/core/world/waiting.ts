// Incidents that wait for somebody busy, or for room to ring: woken by free-again.ts.
import { plainNumber } from '../dialling/telephones.ts'
import { ownerIsWaitedFor, waitsForSomebody } from '../incident/waits-for.ts'
import type { Stream } from './stream.ts'

/** Keys: whom it waits for, and where. */
export function waitsFor(stream: Stream): readonly string[] {
  if (stream.kind !== 'incident') return []
  if (waitsForSomebody(stream)) {
    const dials = stream.walk.passedOver
    return [...waitsAt(stream), ...dials.flatMap(({ person, phone }) => [personKey(person), phoneKey(phone)])]
  }
  const owner = ownerIsWaitedFor(stream) ? stream.owner?.person : undefined
  return owner === undefined ? [] : [...waitsAt(stream), personKey(owner)]
}

/** Key: the plan and the property by whose caps it waits, where it does. */
export function waitsAt(stream: Stream): readonly string[] {
  if (stream.kind !== 'incident' || !(waitsForSomebody(stream) || ownerIsWaitedFor(stream))) return []
  return [`${stream.plan}\n${stream.property}`]
}

export function placeWaitedAt(key: string): { readonly plan: string; readonly property: string } {
  const [plan = '', property = ''] = key.split('\n')
  return { plan, property }
}

export function personKey(person: string): string {
  return `person ${person}`
}

export function phoneKey(phone: string): string {
  return `phone ${plainNumber(phone)}`
}
