// The keys of a PIN stand in no journal: not while they are gathered, not before they are asked for anew after a restart, and not when
// somebody goes on typing after it was refused. Every other key of the desk goes on to the core.
import { expect, test } from 'vitest'
import type { Input } from '../../src/core/world/inputs.ts'
import { type DeskAids, openDeskHelp } from '../../src/daemon/desk-help.ts'
import { openVirtualClock } from '../../src/simulation/virtual-clock.ts'
import { desk } from '../support/desk.ts'
import { NIGHT, PHONE } from '../support/plan.ts'

function awaitingPin() {
  const told = desk()
  const ben = told.calls(PHONE.ben)
  expect(ben.desk()?.phase).toBe('awaiting-pin')
  const pushed: Input[] = []
  const aids: DeskAids = { checkPin: () => 'right', waitingMessages: async () => [] }
  const { world } = told.story.driver
  const needs = { world, clock: openVirtualClock(NIGHT), aids, push: (input: Input) => void pushed.push(input), hush: () => {} }
  const help = openDeskHelp(needs)
  const types = (keys: string) => [...keys].map(digit => help.takes({ type: 'digit', channel: ben.channel, digit }))
  return { ...told, ben, help, pushed, types }
}

test('gathered up to #, and only the result is told', () => {
  const { ben, help, pushed, types } = awaitingPin()
  help.does({ do: 'takePin', channel: ben.channel, pinFrom: 'env:ben', withinSeconds: 30 })
  expect(types('2580#')).toEqual([true, true, true, true, true])
  expect(pushed).toEqual([{ type: 'pinChecked', channel: ben.channel, result: 'right' }])
})

test('typed before it is asked for anew after a restart', () => {
  expect(awaitingPin().types('25')).toEqual([true, true])
})

test('typed on after nothing was heard for too long', () => {
  const { ben, types } = awaitingPin()
  ben.pin('none')
  expect(ben.desk()?.phase).toBe('leaving')
  expect(types('80')).toEqual([true, true])
})

test('a key of the menu is no part of it', () => {
  const { ben, types } = awaitingPin()
  ben.pin('right')
  expect(types('4')).toEqual([false])
})
