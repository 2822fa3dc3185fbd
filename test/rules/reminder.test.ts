// How owners are reminded and told of added words, as written: the plan that comes of it, and mistakes with their place.
import { expect, test } from 'vitest'
import { broken, SMALL, told } from './small-rules.ts'

const SMS = 'sms: { url: "https://sms.test/", body: { to: "{to}", text: "{text}" } }\n'
const LADDER = '  emergencies:\n'
const written = (ladder: string, tail = SMS) => broken(LADDER, `${LADDER}${ladder}`, tail)

function planned(ladder: string, tail = SMS) {
  const compiled = written(ladder, tail)
  expect(told(compiled)).toEqual([])
  const { reminderSeconds, remindBy, addedWords } = (compiled.ok && compiled.plan.ladders.emergencies) || {}
  return { reminderSeconds, remindBy, addedWords }
}

test('without a word: after 20 minutes, by text where that can be, and told of added words in the same way', () => {
  expect(SMALL).toContain(LADDER)
  expect(planned('')).toEqual({ reminderSeconds: 1200, remindBy: 'sms', addedWords: 'sms' })
  expect(planned('', '')).toEqual({ reminderSeconds: 1200, remindBy: 'sms', addedWords: 'sms' })
})

test('the short form, the long one, never, and key by key from the defaults', () => {
  expect(planned('    reminder: 45m\n')).toMatchObject({ reminderSeconds: 2700, remindBy: 'sms' })
  expect(planned('    reminder: { after: 45m, by: call }\n')).toEqual({
    reminderSeconds: 2700,
    remindBy: 'call',
    addedWords: 'call',
  })
  expect(planned('    reminder: never\n    added-words: call\n')).toEqual({
    reminderSeconds: null,
    remindBy: 'sms',
    addedWords: 'call',
  })
  const defaults = `${SMS}defaults: { reminder: { after: 30m, by: call }, added-words: never }\n`
  expect(planned('    reminder: { by: sms }\n', defaults)).toEqual({
    reminderSeconds: 1800,
    remindBy: 'sms',
    addedWords: 'never',
  })
  // The short form says all of it.
  expect(planned('    reminder: 1h\n', defaults)).toEqual({ reminderSeconds: 3600, remindBy: 'sms', addedWords: 'never' })
})

test.each([
  ['    reminder: { after: 20m, by: mail }\n', /error: `mail` cannot stand here \| `sms` or `call`/],
  ['    reminder: { after: 5s }\n', /error: 5s is too short/],
  ['    reminder: { when: 20m }\n', /error: unknown key `when` \| `after` or `by`/],
  ['    added-words: mail\n', /error: `mail` cannot stand here \| `sms`, `call` or `never`/],
])('%s', (ladder, problem) => {
  expect(told(written(ladder)).join('\n')).toMatch(problem)
})

test('a text that is asked for, and that the box can not send', () => {
  expect(told(written('    reminder: { by: sms }\n    added-words: sms\n', ''))).toEqual([
    expect.stringMatching(/warning: the box can send no text message: owners are rung instead \| .*write `sms:` with a gateway/),
    expect.stringMatching(/warning: the box can send no text message/),
  ])
})
