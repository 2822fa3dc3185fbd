// Texts that are not YAML, or use more of it than rules do.
// Each case breaks the small rules in one place, and says everything that `check` then reports.
import { expect, test } from 'vitest'
import { broken, told } from './small-rules.ts'

test.each<[string, string, string, string[]]>([
  ['a tab', '    menu: residents\n', '\tmenu: residents\n', ['43:1 error: a tab is used to indent this line | spaces | -']],
  [
    'an alias',
    '    menu: residents\n',
    '    menu: *residents\n',
    ['43:11 error: `*residents` is an alias | the value itself | put quotes around a text that begins with `*`'],
  ],
  [
    'an anchor',
    '    menu: residents\n',
    '    menu: &x residents\n',
    ['43:11 error: `&x` is an anchor; rules do not use them | - | write what is common under `defaults:`, or in a template'],
  ],
  [
    'a merge key',
    '    menu: residents\n',
    '    menu: residents\n    <<: { zone: UTC }\n',
    ['44:5 error: merge keys (`<<`) are not used in rules; write what is common under `defaults:`, or in a template | - | -'],
  ],
  [
    'a tag',
    '    menu: residents\n',
    '    menu: !menu residents\n',
    ['43:11 error: tags (`!…`) are not used in rules; write the plain value | - | -'],
  ],
  [
    'a quote that is never closed',
    'name: Oak Creek',
    'name: "Oak Creek',
    ['41:11 error: something is not closed here: a quote, a bracket or a colon is missing | - | -'],
  ],
  [
    'a bracket that is never closed',
    'people: [sam-ortiz, lee-park]',
    'people: [sam-ortiz, lee-park',
    ['22:17 error: this line is not indented as its neighbours are, or a bracket is not closed | - | -'],
  ],
  [
    'a text with a colon',
    'name: Oak Creek',
    'name: Oak: Creek',
    [
      '41:11 error: two `key: value` pairs on one line, a line indented too far, or a `-` missing above; put quotes around a text that holds `: ` | - | -',
    ],
  ],
  [
    'a star without quotes',
    '      2:\n',
    '      *:\n',
    ['36:7 error: something is not closed here: a quote, a bracket or a colon is missing | - | -'],
  ],
  [
    'an at sign without quotes',
    'name: Oak Creek',
    'name: @Oak',
    ['41:11 error: a text that begins with this character needs quotes | - | -'],
  ],
  [
    'a control character',
    'name: Oak Creek',
    'name: Oak\u0000Creek',
    ['41:14 error: this is not text: character U+0000 | a text file in UTF-8 | -'],
  ],
  [
    'a second document',
    'people:\n',
    '---\npeople:\n',
    ['11:1 error: a second document starts here (`---`) | one document in each file | -'],
  ],
  [
    'a name that JavaScript would trip over',
    '  sam-ortiz:\n',
    '  __proto__:\n',
    ['12:3 error: this name cannot be used | - | -', '22:18 error: there is no person `sam-ortiz` | `lee-park` | -'],
  ],
])('%s', (_, text, wrong, expected) => {
  expect(told(broken(text, wrong))).toEqual(expected)
})
