// Notices in the recipient's language: whose address it is decides, the holes are the same in all, and words of the rules stand as they are.
import { expect, test } from 'vitest'
import { holesIn, NOTICE_WORDS, WORD_PARTS } from '../../src/core/notices/notice-words.ts'
import { NOTICE_WORDS_ES } from '../../src/core/notices/notice-words-es.ts'
import type { Post } from '../../src/core/notices/post.ts'
import type { Person, Plan } from '../../src/core/plan/plan.ts'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import { writeNotice } from '../../src/notify/write-notice.ts'
import { at } from '../store/example-turns.ts'
import { planWithMail } from './office.ts'

function plan(more: Partial<Plan> = {}): Plan {
  const base = planWithMail(25)
  const luz: Person = {
    ...{ id: 'luz', name: 'Luz', phones: [], language: 'es', roles: [], absences: [] },
    ...{ mail: 'luz@oak.test', sms: '+13125550303' },
  }
  return { ...base, ...more, people: { ...base.people, luz } }
}

function post(way: 'mail' | 'sms', to: string): Post {
  return {
    ...{ key: 'k', thread: 't', way, to, all: [to], attempts: 0, property: 'oak-creek', who: null },
    ...{ madeAt: at(90), firstAt: 0 as EpochMs },
    about: {
      ...{ event: 'unreached', incident: incidentId(callId('u1'), 1), call: callId('u1'), category: 'leak', state: 'unreached' },
      ...{ passes: 2, openedAt: at(5), owner: null, ownedAt: null, statement: 'u1-statement-1' },
      caller: { number: '+13125550142', name: null, erased: false },
    },
  }
}

test('every Spanish text has the holes of the English one', () => {
  for (const [event, parts] of Object.entries(NOTICE_WORDS_ES))
    for (const part of WORD_PARTS)
      expect([event, part, holesIn(parts[part]).sort()]).toEqual([
        event,
        part,
        holesIn(NOTICE_WORDS[event as keyof typeof NOTICE_WORDS_ES][part]).sort(),
      ])
})

test('by the person whose address it is, in mail and text; an address of nobody gets the box’s language', () => {
  const mail = writeNotice(post('mail', 'luz@oak.test'), plan(), 'attached')
  expect(mail.subject).toBe('[Oak Creek] URGENTE, no se encontró a nadie: water leak')
  expect(mail.text).toBe(`Una persona necesita ayuda y no se encontró a nadie de guardia.

Propiedad  Oak Creek
Qué        water leak
Desde      domingo, 8 de marzo de 2026, 01:59 CST
Llamó      +1 312 555 0142
Intentos   2 veces por toda la lista

Nadie se encarga todavía. Por favor, ocúpese.

Lo que dijo va adjunto.

Toda la historia:
  nightbell calls show u1
`)
  expect(writeNotice(post('sms', '+13125550303'), plan(), 'none').sms).toBe(
    'Nightbell, Oak Creek, URGENTE: no se encontró a nadie para water leak, llamó +1 312 555 0142, desde dom, 8 de mar, 01:59. Por favor, ocúpese.',
  )
  expect(writeNotice(post('mail', 'kim@oak.test'), plan(), 'none').subject).toContain('URGENT, nobody could be reached')
})

test('words of the rules stand for everybody, filled in the language of the box', () => {
  const own = plan({ notices: { unreached: { sms: '{property}: {passes}, {clock}' } } })
  expect(writeNotice(post('sms', '+13125550303'), own, 'none')).toMatchObject({
    sms: 'Oak Creek: 2 times, Sun, Mar 8, 01:59',
    subject: '[Oak Creek] URGENTE, no se encontró a nadie: water leak',
    unusable: [],
  })
})
