// Whose call is it? By trunk and line, else by the number that diverted it; a typing error never turns a caller away.
import { describe, expect, test } from 'vitest'
import { LINE } from '../support/plan.ts'
import { tell } from '../support/story.ts'

describe('a known line', () => {
  test.each([
    ['carrier', LINE.oak, 'oak-creek'],
    ['carrier', '15125550100', 'oak-creek'],
    ['carrier', '0015125550100', 'oak-creek'],
    ['carrier', '5125550100', 'oak-creek'],
    ['carrier', '(512) 555-0100', 'oak-creek'],
    ['carrier', '+1 (512) 555-0100', 'oak-creek'],
    ['carrier', '1.512.555.0100', 'oak-creek'],
    ['pbx', '2000', 'lakeside'],
    ['carrier', LINE.mesa, 'mesa-verde'],
    ['backup', LINE.mesa, 'mesa-verde'],
    ['pbx', LINE.mesa, 'mesa-verde'],
  ])('%s %s is %s', (trunk, line, property) => {
    const story = tell()
    const caller = story.arrives({ trunk, line })
    expect(story.facts('identified')).toMatchObject([{ property }])
    expect(caller.state()).toMatchObject({ property })
  })
})

describe('a diverted call', () => {
  test.each([
    ['to a line of nobody, from a known one', '+15125559999', LINE.oak, 'oak-creek'],
    ['to the number of the box, from the PBX’s extension', '+15125550199', '15125550300', 'mesa-verde'],
    ['to a known line, from a stranger: the line counts', LINE.oak, '+19995551234', 'oak-creek'],
    ['to a known line, from another known one: the line counts', LINE.oak, LINE.mesa, 'oak-creek'],
  ])('%s', (_, line, diversion, property) => {
    const story = tell()
    story.arrives({ line, diversion })
    expect(story.facts('identified')).toMatchObject([{ property }])
  })
})

describe('an unknown line on a known trunk', () => {
  test.each(['+15125550101', '', 's', 'anonymous', '☎', '+1512555010'])('%s: which community?', line => {
    const story = tell()
    const caller = story.arrives({ line })
    expect(story.kinds()).toEqual(['arrived', 'line-unknown', 'asked'])
    expect(caller.phase()).toBe('choosing-property')
    expect(caller.hears()).toContain('Which community are you calling about? For Oak Creek, press 1. For Lakeside, press 2.')
    expect(story.did()[0]).toBe(`answer ${caller.channel}`)
  })

  test('a key chooses the community', () => {
    const story = tell()
    const caller = story.arrives({ line: '' }).presses('2')
    expect(caller.state()).toMatchObject({ property: 'lakeside', phase: 'asking-urgency' })
  })

  test('a wrong key is said so, once; then the box stands in', () => {
    const story = tell()
    const caller = story.arrives({ line: '' }).presses('9')
    expect(caller.hears()).toMatch(/^That key does nothing here\. For Oak Creek/)
    caller.presses('9')
    expect(caller.state()).toMatchObject({ property: 'oak-creek', phase: 'asking-urgency' })
  })

  test('silence is asked again, once; then the box stands in', () => {
    const story = tell()
    const caller = story.arrives({ line: '' }).listens()
    story.wait(7)
    expect(caller.heard()).toHaveLength(1)
    story.wait(1)
    expect(caller.hears()).toMatch(/^I did not hear a key\./)
    caller.listens()
    story.wait(8)
    expect(caller.state()).toMatchObject({ property: 'oak-creek', phase: 'asking-urgency' })
  })
})

test.each(['carrier-of-others', '', 'constructor', '__proto__'])('a stranger’s trunk %j is refused and logged', trunk => {
  const story = tell()
  const caller = story.arrives({ trunk })
  expect(story.kinds()).toEqual(['arrived', 'stranger-refused'])
  expect(story.did()).toEqual([`hangUp ${caller.channel}`])
  caller.hangsUp()
  expect(caller.outcome()).toBe('refused')
})

describe('strange words around a call', () => {
  test.each([
    ['nothing at all', { number: null, name: null }],
    ['quotes and newlines', { number: '+13125550142', name: '"Bobby\r\n\tTables"' }],
    ['emoji', { number: '☎📞', name: '🔥'.repeat(50) }],
    ['4 kB of text', { number: '9'.repeat(4096), name: 'x'.repeat(4096), diversion: 'y'.repeat(4096) }],
  ])('%s: the caller is asked all the same', (_, words) => {
    expect(tell().arrives(words).phase()).toBe('asking-urgency')
  })
})

test('the same caller does not arrive twice', () => {
  const story = tell()
  story.arrives({ channel: '7.7' })
  story.arrives({ channel: '7.7' })
  expect(story.last()).toMatchObject({ ignored: 'this caller has arrived already', commands: [] })
})

test.each(['i-7.7', 'i-7.7.1'])('nobody arrives under the id of an incident or of a leg: %s', channel => {
  const story = tell()
  story.arrives({ channel })
  expect(story.last().changes).toEqual([])
})
