// The phone desk in the rules: how it is reached, and what `check` says of it.
import { expect, test } from 'vitest'
import { settingsOfPlan } from '../../src/pbx/settings-of-plan.ts'
import { compile, SMALL, told } from './small-rules.ts'

const OFFICE = '    hours: { mon-fri: 09:00-18:00 }\n    office: { phones: [{ id: oak-desk, contact: sip:desk@192.0.2.61 }] }\n'
const CODE = 'a star and one to four digits, such as "*1"'

function rules(desk: string, office = OFFICE): string {
  return SMALL.replace('  zone: America/Chicago\n', `  zone: America/Chicago\n  desk: ${desk}\n`) + office
}

test('a code is enough, and stands in the settings of the PBX', () => {
  const compiled = compile(rules('{ code: "*1" }'))
  expect(told(compiled)).toEqual([])
  if (!compiled.ok) throw new Error('it should compile')
  expect(compiled.plan.box.desk).toEqual({ lines: [], code: '*1', trustedTrunks: [], tries: 3, lockSeconds: 900 })
  expect(settingsOfPlan(compiled.plan, {} as never, reference => reference).deskCode).toBe('*1')
})

test.each([
  [
    'no way to it',
    '{ tries: 4 }',
    OFFICE,
    '5:3 error: `desk` has no `lines` and no `code`: nothing leads to it | `lines` that staff dial, or a `code` for office telephones, such as "*1" | -',
  ],
  ['digits only', '{ code: 91 }', OFFICE, `5:17 error: \`91\` cannot be dialled as a code | ${CODE} | write "*91"`],
  ['an emergency number', '{ code: 911 }', OFFICE, `5:17 error: \`911\` cannot be dialled as a code | ${CODE} | write "*911"`],
  ['a word', '{ code: desk }', OFFICE, `5:17 error: \`desk\` cannot be dialled as a code | ${CODE} | -`],
  [
    'a code that nobody can dial',
    '{ code: "*1" }',
    '',
    '5:17 warning: no office telephone can dial the code *1 of the desk | - | it is for telephones under `office: phones:` of a property; elsewhere staff dial one of the `lines`',
  ],
])('%s', (_, desk, office, expected) => {
  expect(told(compile(rules(desk, office)))).toEqual([expected])
})
