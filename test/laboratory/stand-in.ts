// A stand-in for the daemon, for tests of the dialplan alone: it takes every arrival and does nothing, unless it is told to.
import type { Box } from './box.ts'
import { type CarrierEvent, type Control, openControl } from './control.ts'

export interface StandIn extends Control {
  /** The next arrival on this line, as the dialplan tells it. */
  arrivalOn(line: string): Promise<CarrierEvent>
  nextArrival(): Promise<CarrierEvent>
  /** What is told of this channel from now on. */
  eventsOf(channel: string): readonly CarrierEvent[]
}

export async function openStandIn({ settings: { http, ari } }: Pick<Box, 'settings'>): Promise<StandIn> {
  const waiting = new Map<string, (event: CarrierEvent) => void>()
  let next = (_: CarrierEvent): void => {}
  const watched = new Map<string, CarrierEvent[]>()
  const control = await openControl(
    http.port,
    ari.user,
    ari.password,
    event => {
      if (event.type === 'StasisStart') {
        next(event)
        waiting.get(event.args?.[2] ?? '')?.(event)
      }
      watched.get(event.channel?.id ?? '')?.push(event)
    },
    'nightbell',
  )
  return {
    ...control,
    arrivalOn: line => new Promise(resolve => waiting.set(line, resolve)),
    nextArrival: () =>
      new Promise(resolve => {
        next = resolve
      }),
    eventsOf(channel) {
      const events: CarrierEvent[] = []
      watched.set(channel, events)
      return events
    },
  }
}
