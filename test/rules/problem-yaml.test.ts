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
    ['41:11 error: this quote is never closed | a second `"` at the end of the text | -'],
  ],
  [
    'a bracket that is never closed',
    'people: [sam-ortiz, lee-park]',
    'people: [sam-ortiz, lee-park',
    ['22:17 error: this bracket is never closed | a `]` after its last item | -'],
  ],
  [
    'a quote that is never closed, with another one after it',
    'name: Sam Ortiz\n    phones: [+1 512 555 0151]\n  lee-park:\n    name: Lee Park',
    "name: 'Sam Ortiz\n    phones: [+1 512 555 0151]\n  lee-park:\n    name: 'Lee Park'",
    ["13:11 error: this quote is never closed | a second `'` at the end of the text | -"],
  ],
  [
    'a quote that is never closed, within brackets',
    'people: [sam-ortiz, lee-park]',
    'people: ["sam-ortiz, lee-park]',
    ['22:18 error: this quote is never closed | a second `"` at the end of the text | -'],
  ],
  [
    'a brace that is never closed',
    '      - who: nights\n',
    '      - { who: nights\n',
    ['28:9 error: this bracket is never closed | a `}` after its last item | -'],
  ],
  [
    'the inner one of two brackets',
    '      - who: nights\n',
    '      - { who: [nights, manager }\n',
    ['28:16 error: this bracket is never closed | a `]` after its last item | -'],
  ],
  [
    'a bracket too many',
    'people: [sam-ortiz, lee-park]',
    'people: [sam-ortiz, lee-park]]',
    ['22:38 error: this bracket closes nothing | - | remove it, or open one before it'],
  ],
  [
    'a line indented too little',
    '    menu: residents\n',
    '   menu: residents\n',
    [
      '43:4 error: this line is indented by 3 spaces, and belongs to nothing above it | 4 spaces, as line 42 has, or 2 spaces, as line 40 has | -',
    ],
  ],
  [
    'a line indented too far',
    '    menu: residents\n',
    '     menu: residents\n',
    ['43:6 error: this line is indented by 5 spaces, and belongs to nothing above it | 4 spaces, as line 42 has | -'],
  ],
  [
    'a line indented too far, below a plain text',
    '    outbound: yes\n',
    '      outbound: yes\n',
    ['9:7 error: this line is indented by 6 spaces, and belongs to nothing above it | 4 spaces, as line 8 has | -'],
  ],
  [
    'an item of a list that is not in line',
    '      - who: manager\n',
    '     - who: manager\n',
    ['29:6 error: this line is indented by 5 spaces, and belongs to nothing above it | 6 spaces, as line 28 has | -'],
  ],
  [
    'a key of an item that is indented too far',
    '        every: week\n',
    '         every: week\n',
    [
      '23:10 error: this line is indented by 9 spaces, and belongs to nothing above it | 8 spaces, under `people:` of line 22 | -',
    ],
  ],
  [
    'a key of an item that is indented too little',
    '        every: week\n',
    '       every: week\n',
    [
      '23:8 error: this line is indented by 7 spaces, and belongs to nothing above it | 8 spaces, under `people:` of line 22, or 4 spaces, as line 21 has | -',
    ],
  ],
  [
    'a first key that stands too far left: not the innocent one after it is told',
    '    host: 192.0.2.10\n',
    '  host: 192.0.2.10\n',
    ['8:3 error: this line is indented by 2 spaces, and `outbound:` below it by 4 | 4 spaces, as line 9 has | -'],
  ],
  [
    'a key that stands too far left between two others: which of two lines is wrong, nobody can know',
    '    outbound: yes\n',
    '  outbound: yes\n',
    [
      '9:3 error: this line is indented by 2 spaces, and `owns:` below it by 4 | 4 spaces, as line 10 has, or 2 spaces in line 10 | -',
    ],
  ],
  [
    'a bracket too many, within others',
    '    name: Oak Creek\n',
    '    name: Oak Creek\n    digest: { at: 07:30, mail: [manager@example.com]] }\n',
    ['42:53 error: this bracket closes nothing | - | remove it, or open one before it'],
  ],
  [
    'a bracket that is never opened, within others',
    '    name: Sam Ortiz\n    phones: [+1 512 555 0151]\n',
    '    { name: Sam Ortiz, phones: +1 512 555 0151, +1 512 555 0153] }\n',
    ['13:64 error: no `[` opens this bracket | a `[` before `+1 512 555 0151`, or no `]` here | -'],
  ],
  [
    'a comma forgotten between two keys',
    '      - who: manager\n',
    '      - { who: manager ring: 30s }\n',
    [
      '29:23 error: a comma is missing here: within brackets one stands between two items | `, ` before `ring:` | a text that holds `: ` itself needs quotes',
    ],
  ],
  [
    'a brace that is never opened',
    '      - who: manager\n',
    '      - who: manager, ring: 30s }\n',
    ['29:33 error: no `{` opens this bracket | a `{` before `who:`, or no `}` here | -'],
  ],
  [
    'a list below a key that has a value',
    '    rungs:\n',
    '    rungs: nights\n',
    ['28:7 error: a list begins here, and `rungs:` in line 27 has a value already | either that value, or the list | -'],
  ],
  [
    'text after a quote that is closed',
    'name: Oak Creek',
    'name: "Oak" Creek',
    ['41:17 error: nothing can follow here: the value before it has ended | - | remove it, or put quotes around the whole text'],
  ],
  [
    'spaces of a web page',
    '    name: Oak Creek\n',
    '\u00A0\u00A0\u00A0\u00A0name: Oak Creek\n',
    ['41:1 error: this looks like a space, and is character U+00A0 | a plain space | -'],
  ],
  [
    'a dash forgotten',
    '      - who: nights\n',
    '        who: nights\n',
    ['28:9 error: this stands in a list, and a `-` is missing before it | - | line 29 is the next item of the list'],
  ],
  [
    'a colon forgotten',
    '    name: Oak Creek\n',
    '    name Oak Creek\n',
    ['41:5 error: a `:` with a space after it is missing in this line | - | -'],
  ],
  [
    'a text with a colon',
    'name: Oak Creek',
    'name: Oak: Creek',
    ['41:11 error: two `key: value` pairs on one line; put quotes around a text that holds `: ` | - | -'],
  ],
  ['a star without quotes', '      2:\n', '      *:\n', ['36:7 error: a text that begins with `*` needs quotes | - | -']],
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
