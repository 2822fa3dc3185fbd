// What could not be done, though the shell has tried again: nobody is left in silence, and whoever is concerned is told.
import { expect, test } from 'vitest'
import { tell } from '../support/story.ts'

function failed(story: ReturnType<typeof tell>, channel: string, command: string, bridge?: string): void {
  const of = bridge === undefined ? {} : { bridge }
  story.driver.take({ type: 'commandFailed', channel, command, gone: false, reason: '500 Unable to create bridge', ...of })
}

function waiting() {
  const story = tell()
  const caller = story.arrives()
  caller.presses('1', '#')
  return { story, caller }
}

function accepted() {
  const { story, caller } = waiting()
  const ana = story.phone('ana').answers().presses('1')
  const incident = story.incident()
  if (incident.phase !== 'connecting') throw new Error('nobody has accepted')
  return { story, caller, ana, bridge: incident.bridge }
}

test('the bridge of a talk can’t be had: both go into another one, once, and are connected there', () => {
  const { story, caller, ana, bridge } = accepted()
  failed(story, ana.channel, 'talk', bridge)
  expect(story.did()).toEqual(
    expect.arrayContaining([`talk ${ana.channel} ${bridge}-again`, `talk ${caller.channel} ${bridge}-again`]),
  )
  // The other lane says so, too: that bridge is of no interest any more.
  failed(story, caller.channel, 'talk', bridge)
  expect(story.incident().phase).toBe('connecting')
  ana.joins()
  caller.joins()
  expect(story.facts('bridged')).toHaveLength(1)
  expect(story.facts('connected')).toMatchObject([{ bridge: `${bridge}-again` }])
})

test('nor another one: both are told at once, and the technician is rung once more', () => {
  const { story, caller, ana, bridge } = accepted()
  failed(story, ana.channel, 'talk', bridge)
  failed(story, caller.channel, 'talk', `${bridge}-again`)
  expect(ana.hears()).toContain('I could not connect you')
  expect(caller.phase()).toBe('holding')
  expect(caller.hears()).toContain('Please stay')
  expect(story.facts('connected')).toEqual([])
  ana.hangsUp()
  expect(story.ringing()).toEqual(['ana'])
})

test('a caller is connected when both are in the talk, and not before', () => {
  const { story, caller, ana } = accepted()
  caller.joins()
  expect(story.facts('connected')).toEqual([])
  ana.joins()
  expect(story.facts('connected')).toHaveLength(1)
})

test('whoever leaves the bridge before the other comes is not there', () => {
  const { story, caller, ana, bridge } = accepted()
  caller.listens()
  ana.joins()
  story.driver.take({ type: 'leftBridge', channel: ana.channel, bridge })
  caller.joins()
  expect(story.facts('bridged')).toEqual([])
  ana.joins()
  expect(story.facts('bridged')).toHaveLength(1)
})

test('no music: it rings after the words, and after every word', () => {
  const { story, caller } = waiting()
  failed(story, caller.channel, 'hold', 'nightbell-hold')
  expect(story.did()).toContain(`say ${caller.channel}: [ringback]`)
  story.wait(16)
  expect(caller.hears()).toMatch(/\[ringback\]$/)
})

test('a caller who can’t be spoken to goes to the dialplan, which may refuse: then they are told', () => {
  const story = tell()
  const caller = story.arrives()
  failed(story, caller.channel, 'say')
  expect(caller.phase()).toBe('in-failsafe')
  expect(story.did()).toContain(`failsafe ${caller.channel}`)
  failed(story, caller.channel, 'failsafe')
  expect(caller.hears()).toContain('something is wrong with this line')
  failed(story, caller.channel, 'say')
  expect(story.did()).toContain(`hangUp ${caller.channel}`)
})

test('a telephone that can’t be briefed is hung up at once, and the next one rung', () => {
  const { story } = waiting()
  const ana = story.phone('ana').answers()
  const before = story.dialled().length
  failed(story, ana.channel, 'say')
  expect(ana.phase()).toBe('over')
  expect(story.dialled().length).toBe(before + 1)
})
