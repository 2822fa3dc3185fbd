// A small portfolio in TypeScript: three properties, seven people, ladders of every kind. Tests change only what they are about.
// Oak Creek has an office queue, Lakeside overflows from its own PBX over an in-band trunk, Mesa Verde speaks two languages.
import type { Hours, Ladder, Menu, Option, Person, Plan, Property, Rung, Target, Trunk } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'

export const PLAN_HASH = 'plan-1'
/** Tuesday, 10 March 2026, 2 o'clock in the night in Chicago: every office is closed. */
export const NIGHT = Date.UTC(2026, 2, 10, 7) as EpochMs
/** The same day, 10 o'clock in the morning: Oak Creek and Lakeside are open. */
export const DAY = Date.UTC(2026, 2, 10, 15) as EpochMs

export const LINE = { oak: '+15125550100', lakeside: '2000', mesa: '+15125550300' } as const
export const TRUNK = { carrier: 'carrier', backup: 'backup', pbx: 'pbx' } as const

export const PHONE = {
  ana: '+15125551001',
  'ana-home': '+15125551002',
  ben: '+15125551003',
  cleo: '+15125551004',
  dan: '+15125551005',
  'dan-home': '+15125551006',
  eve: '+15125551007',
} as const

/** Outside, and nobody's telephone: a key transfers to it. */
export const OUTAGE_LINE = '+15125550170'

export function person(id: string): Target {
  return { kind: 'person', id }
}

export function rung(people: readonly string[], parts: Partial<Rung> = {}): Rung {
  return { targets: people.map(person), mode: 'each', ringSeconds: 20, tries: 1, ...parts }
}

export function ladder(rungs: readonly Rung[], parts: Partial<Ladder> = {}): Ladder {
  return { id: 'urgent', rungs, passes: 1, pauseSeconds: 60, acceptSeconds: 35, ...parts }
}

export interface PlanParts {
  /** The ladder behind key 1 of every menu. Without it: Ana, then Ben, each once. */
  readonly ladder?: Ladder
  readonly oak?: Partial<Property>
  readonly mesa?: Partial<Property>
  readonly lakeside?: Partial<Property>
  readonly trunks?: Readonly<Record<string, Partial<Trunk>>>
  readonly phrases?: Plan['phrases']
}

export function smallPlan(parts: PlanParts = {}): Plan {
  return {
    version: 1,
    box: {
      name: 'Maple Homes',
      callerId: '+15125550199',
      languages: ['en', 'es'],
      zone: 'America/Chicago',
      failsafe: PHONE.eve,
      emergencyNumbers: ['911'],
      unknownLine: { property: 'oak-creek' },
    },
    phrases: parts.phrases ?? {},
    trunks: {
      carrier: { ...trunk('carrier'), ...parts.trunks?.carrier },
      backup: { ...trunk('backup'), ...parts.trunks?.backup },
      pbx: { ...trunk('pbx'), digits: 'inband', ...parts.trunks?.pbx },
    },
    lines: [
      { trunk: 'carrier', number: LINE.oak, property: 'oak-creek' },
      { trunk: 'pbx', number: LINE.lakeside, property: 'lakeside' },
      { trunk: null, number: LINE.mesa, property: 'mesa-verde' },
    ],
    properties: {
      'oak-creek': { ...property('oak-creek', 'Oak Creek'), ...parts.oak },
      lakeside: { ...property('lakeside', 'Lakeside'), office: null, outbound: ['pbx'], ...parts.lakeside },
      'mesa-verde': {
        ...{
          ...property('mesa-verde', 'Mesa Verde'),
          languages: ['en', 'es'],
          office: null,
          hours: { week: WEEK([]), dates: {}, yearly: [], closures: [] },
        },
        ...{ noKey: { do: 'escalate', ladder: 'urgent', category: 'water' }, notices: { recording: true }, ...parts.mesa },
      },
    },
    people: {
      ana: somebody('ana', 'Ana', [PHONE.ana, PHONE['ana-home']]),
      ben: somebody('ben', 'Ben', [PHONE.ben]),
      cleo: somebody('cleo', 'Cleo', [PHONE.cleo], 'es'),
      dan: somebody('dan', 'Dan', [PHONE.dan, PHONE['dan-home']]),
      eve: somebody('eve', 'Eve', [PHONE.eve]),
      fay: somebody('fay', 'Fay', []),
    },
    schedules: {
      weekly: {
        id: 'weekly',
        zone: 'America/Chicago',
        rotations: [{ people: ['ben', 'ana'], every: { count: 1, unit: 'weeks' }, from: '2026-01-05T08:00', windows: null }],
        overrides: [],
        fallback: null,
      },
      empty: { id: 'empty', zone: 'America/Chicago', rotations: [], overrides: [], fallback: null },
    },
    ladders: {
      urgent: parts.ladder ?? ladder([rung(['ana']), rung(['ben'])]),
      everybody: ladder([rung(['ana', 'ben', 'dan'], { mode: 'all' })], { id: 'everybody' }),
      nobody: ladder([rung([], { targets: [{ kind: 'schedule', id: 'empty' }] })], { id: 'nobody' }),
      weekly: ladder([rung([], { targets: [{ kind: 'schedule', id: 'weekly' }] })], { id: 'weekly', passes: 2 }),
    },
    menus: { main: mainMenu(), more: moreMenu() },
  }
}

/** The same, with a gateway for text messages, and numbers for them of these people. */
export function withTexts(plan: Plan, who: readonly (keyof typeof PHONE)[]): Plan {
  const sms: NonNullable<Plan['sms']> = {
    url: 'https://sms.test/',
    method: 'POST',
    headers: {},
    body: '{to} {text}',
    form: false,
  }
  const people = { ...plan.people }
  for (const id of who) people[id] = { ...(people[id] as Person), sms: PHONE[id] }
  return { ...plan, sms, people }
}

function trunk(id: string): Trunk {
  return {
    ...{ id, host: '127.0.0.1', port: 5060, match: ['127.0.0.1'], outbound: true, owns: ['+15125550199'] },
    ...{ digits: 'rfc4733', register: null },
  }
}

function somebody(id: string, name: string, phones: readonly string[], language = 'en'): Person {
  return { id, name, phones, language, roles: id === 'eve' ? ['manager'] : [], absences: [] }
}

function WEEK(day: Hours['week']['mon']): Hours['week'] {
  return { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] }
}

function property(id: string, name: string): Property {
  return {
    ...{ id, name, spoken: { en: name, es: name }, zone: 'America/Chicago', languages: ['en'], callerId: LINE.oak },
    hours: { week: WEEK([{ from: 9 * 60, to: 17 * 60 }]), dates: {}, yearly: [], closures: [] },
    office: { queue: `${id}-office`, ringSeconds: 25, mostWaiting: 5, phones: [] },
    ...{ menu: 'main', outbound: ['carrier', 'backup'], failsafe: PHONE.eve, notices: { recording: false } },
    noKey: { do: 'message', mailbox: 'office' },
    ...{ statement: { maxSeconds: 60 }, message: { maxSeconds: 120, minSeconds: 2 } },
    hold: { maxSeconds: 300, wordEverySeconds: 30 },
    recordTalk: false,
    mailboxes: { office: { id: 'office', name: `${name} office` } },
    categories: { water: { en: 'Water leak', es: 'Fuga de agua' }, heat: { en: 'No heat' } },
  }
}

function mainMenu(): Menu {
  const options: Menu['options'] = {
    1: escalate('an emergency', 'urgent', 'water'),
    2: escalate('no heat', 'everybody', 'heat'),
    3: { do: 'message', say: { en: 'anything else', es: 'lo demás' }, mailbox: 'office' },
    4: { do: 'submenu', say: { en: 'more' }, menu: 'more' },
    5: { do: 'say', say: { en: 'our hours' }, text: { en: 'We are open from nine to five.' } },
    6: escalate('a matter for nobody', 'nobody', 'water'),
    7: escalate('the weekly person', 'weekly', 'water'),
  }
  return { id: 'main', greeting: { en: 'After hours.', es: 'Fuera de horas.' }, options, keySeconds: 8, rounds: 2 }
}

function moreMenu(): Menu {
  const options: Menu['options'] = {
    1: escalate('a lockout', 'urgent', 'lockout'),
    2: { do: 'transfer', say: { en: 'the courtesy officer' }, to: { person: 'dan' }, ringSeconds: 20, otherwise: { do: 'menu' } },
    3: {
      ...{ do: 'transfer', say: { en: 'the power company' }, to: { number: OUTAGE_LINE }, ringSeconds: 30 },
      otherwise: { do: 'message', mailbox: 'office' },
    },
    4: {
      ...{ do: 'transfer', say: { en: 'the manager' }, to: { person: 'eve' }, ringSeconds: 20 },
      otherwise: { do: 'escalate', ladder: 'urgent', category: 'water' },
    },
  }
  return { id: 'more', greeting: { en: 'More.' }, options, keySeconds: 10, rounds: 2 }
}

function escalate(say: string, to: string, category: string): Option {
  return { do: 'escalate', say: { en: say, es: `${say} (es)` }, ladder: to, category }
}
