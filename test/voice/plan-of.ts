// A small plan that speaks: one property, two languages, a menu with every kind of option.
import type { Plan } from '../../src/core/plan/plan.ts'
import { PHRASES } from '../../src/core/words/phrases.ts'

export function planOf(more: Partial<Plan> = {}): Plan {
  const day = [] as const
  return {
    version: 1,
    box: {
      name: 'Nightbell',
      callerId: '+15550009999',
      languages: ['en', 'es'],
      zone: 'America/Chicago',
      failsafe: '+15550000001',
      emergencyNumbers: ['911'],
      unknownLine: { property: 'oak-creek' },
    },
    phrases: {},
    trunks: {},
    lines: [],
    properties: {
      'oak-creek': {
        id: 'oak-creek',
        name: 'Oak Creek',
        spoken: { en: 'Oak Creek', es: 'Oak Creek' },
        zone: 'America/Chicago',
        languages: ['en', 'es'],
        callerId: '+15550009998',
        hours: {
          week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
          dates: {},
          yearly: [],
          closures: [],
        },
        office: null,
        menu: 'main',
        outbound: [],
        failsafe: '+15550000001',
        notices: { recording: true },
        noKey: { do: 'message', mailbox: 'office' },
        statement: { maxSeconds: 60 },
        message: { maxSeconds: 120, minSeconds: 2 },
        hold: { maxSeconds: 600, wordEverySeconds: 30 },
        recordTalk: false,
        mailboxes: { office: { id: 'office', name: 'Office' } },
        categories: { 'water-leak': { en: 'water leak', es: 'fuga de agua' } },
      },
    },
    people: { ana: { id: 'ana', name: 'Ana Ruiz', phones: ['+15550000002'], language: 'es', roles: [], absences: [] } },
    schedules: {},
    ladders: {},
    menus: {
      main: {
        id: 'main',
        greeting: { en: 'The office is closed.', es: 'La oficina está cerrada.' },
        options: {
          '1': { do: 'escalate', say: { en: 'a water leak', es: 'una fuga de agua' }, ladder: 'night', category: 'water-leak' },
          '2': { do: 'message', say: { en: 'anything else', es: 'otra cosa' }, mailbox: 'office' },
          '3': { do: 'say', say: { en: 'the hours' }, text: { en: 'We open at nine.', es: 'Abrimos a las nueve.' } },
        },
        keySeconds: 8,
        rounds: 2,
      },
    },
    ...more,
  }
}

/** The same, but it says little: rendering it takes a moment only. */
export function quietPlan(): Plan {
  const phrases = Object.entries(PHRASES).map(([language, all]) => {
    const quiet = Object.keys(all).filter(key => key !== 'greeting' && key !== 'goodbye')
    return [language, Object.fromEntries(quiet.map(key => [key, '']))]
  })
  return planOf({ phrases: Object.fromEntries(phrases) })
}
