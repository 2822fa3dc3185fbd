// A technician at the phone desk turns to one incident while their own telephone rings, or they talk, for another.
import { expect, test } from 'vitest'
import { desk } from '../support/desk.ts'
import { ladder, PHONE, rung } from '../support/plan.ts'

test('rung for another incident while at the desk: that telephone stops, and the next person is rung for it', () => {
  const told = desk(['carrier'], { ladder: ladder([rung(['ben']), rung(['ana'])]) })
  const { story } = told
  story.arrives({ number: '+13125550143' }).presses('2').presses('*').hangsUp()
  const ben = told.calls(PHONE.ben)
  // Everybody is rung for the first one: Ben has it, and looks at the second.
  story.arrives().presses('1').presses('*')
  expect(story.ringing().filter(person => person === 'ben')).toHaveLength(1)
  ben.presses('4')
  const rings = [...story.driver.world.incidents.values()].find(i => Object.values(i.legs).some(l => l.dial.person === 'ben'))
  ben.presses(rings?.category === 'heat' ? '2' : '1')
  if (ben.desk()?.phase === 'asking') ben.presses('1')
  expect(ben.desk()?.phase).toBe('connected')
  expect(story.ringing()).not.toContain('ben')
})

test('the next rung of what they turn away from names them, too: they are passed over, not rung beside the talk', () => {
  const told = desk(['carrier'], { ladder: ladder([rung(['ben']), rung(['ben', 'ana'])]) })
  const { story } = told
  story.arrives().presses('1').presses('*')
  expect(story.ringing()).toEqual(['ben'])
  story.arrives({ number: '+13125550143' }).presses('1').presses('*')
  const ben = told.calls(PHONE.ben)
  ben.presses('4', '2', '1')
  expect(ben.desk()?.phase).toBe('connected')
  expect(story.ringing()).toEqual([])
  const turned = story.incident(1)
  story.wait(1)
  expect(story.ringing()).toEqual(['ana'])
  expect(story.facts('passed-over').at(-1)).toMatchObject({ person: 'ben', busyWith: turned.id })
})

test('on another telephone about another incident: that one first', () => {
  const told = desk(['carrier'], { ladder: ladder([rung(['ben'])]) })
  const { story } = told
  const first = story.arrives()
  first.presses('1').presses('*')
  story.phone('ben').rings().answers().presses('1').joins()
  first.joins()
  story.arrives({ number: '+13125550143' }).presses('6').presses('*').hangsUp()
  const ben = told.calls('+13125559999')
  ben.presses(...'5125551003', '#')
  ben.pin('right')
  ben.presses('4', '1')
  expect(ben.hears()).toMatch(/^You are on another telephone about another incident\. End that first\. Incident/)
})
