// Trunks over which Asterisk sends nothing, because they have answered no OPTIONS: the next one is tried, and when none is left, the first of
// them by its address, once.
import { expect, test } from 'vitest'
import { unsentOver, whatIsLeft } from '../../src/core/leg/ways.ts'
import { PHONE, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

function dialsOf(story: ReturnType<typeof tell>) {
  return story.driver.commands().flatMap(command => (command.do === 'dial' ? [command] : []))
}

function urgent() {
  const story = tell()
  const caller = story.arrives()
  caller.presses('1', '#')
  const dials = () =>
    dialsOf(story).map(({ trunk, at, byAddress }) => `${trunk}${byAddress && at !== undefined ? ` at ${at}` : ''}`)
  return { story, caller, dials }
}

function cannotBeSent(story: ReturnType<typeof tell>): void {
  const channel = dialsOf(story).at(-1)?.channel ?? ''
  story.driver.take({ type: 'commandFailed', channel, command: 'dial', gone: false, reason: '500 Allocation failed' })
}

test('every trunk seems down: the first is tried by its address, once, and then the next telephone is rung', () => {
  const { story, dials } = urgent()
  cannotBeSent(story)
  cannotBeSent(story)
  expect(dials()).toEqual(['carrier', 'backup', 'carrier at 127.0.0.1:5060'])
  expect(story.ringing()).toEqual(['ana'])
  story.phone('ana').isCongested()
  expect(dials().slice(3)).toEqual(['carrier'])
  expect(dialsOf(story).at(-1)?.number).toBe(PHONE['ana-home'])
})

test('the other trunk is full: the one that seems down is tried; busy is busy', () => {
  const { story, dials } = urgent()
  cannotBeSent(story)
  story.phone('ana').isCongested()
  expect(dials()).toEqual(['carrier', 'backup', 'carrier at 127.0.0.1:5060'])
  const other = urgent()
  cannotBeSent(other.story)
  other.story.phone('ana').isBusy()
  expect(other.dials()).toEqual(['carrier', 'backup', 'carrier'])
})

test('a trunk that logs in has no address of its own: the next one that seems down is tried', () => {
  const { trunks } = smallPlan({
    trunks: { carrier: { host: null }, backup: { host: '2001:db8::1', port: 5061, transport: 'tls' } },
  })
  const ways = unsentOver(unsentOver({ trunks: [] }, 'carrier'), 'backup')
  expect(whatIsLeft(ways, trunks)).toMatchObject({ trunks: ['backup'], byAddress: true })
  expect(whatIsLeft(unsentOver({ trunks: [] }, 'carrier'), trunks).trunks).toEqual([])
})
