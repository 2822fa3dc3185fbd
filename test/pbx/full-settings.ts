// Settings of a box in which everything that can be rendered is rendered.
import { type NumberFormat, SPELLINGS } from '../../src/core/plan/number-format.ts'
import type { PbxSettings, PbxTrunk } from '../../src/pbx/settings.ts'

export const PLACES = { modulesDirectory: '/modules', dataDirectory: '/data', musicDirectory: '/music' }

const AMERICA = { country: '1', nationalPrefix: '', foreignPrefix: '011' }
const FORMATS: readonly NumberFormat[] = SPELLINGS.map(spelling => ({ ...AMERICA, in: spelling, out: spelling }))

const trunks = FORMATS.map(
  (numbers, n): PbxTrunk => ({
    id: `trunk-${n}`,
    host: '198.51.100.1',
    port: 5060,
    match: [`198.51.100.${n}`],
    acl: ['198.51.100.0/24'],
    outbound: true,
    digits: n % 2 === 0 ? 'rfc4733' : 'inband',
    callerId: '+15552000009',
    callerIdBy: 'p-asserted-identity',
    channels: 10,
    keepFree: 2,
    perHour: 100,
    perSecond: 5,
    numbers,
    register: { user: 'box', password: 'p4ss' },
  }),
)

export const fullSettings: PbxSettings = {
  directory: '/var/lib/nightbell/pbx',
  sip: { address: '192.0.2.1', port: 5060 },
  http: { address: '127.0.0.1', port: 8088 },
  ari: { user: 'nightbell', password: 'generated' },
  rtp: { from: 10_000, to: 10_999 },
  trunks,
  lines: [
    { trunk: null, number: '+15552000001', property: 'oak-creek' },
    { trunk: 'trunk-1', number: 'overflow', property: 'maple-court' },
  ],
  queues: [{ name: 'oak-creek', mostWaiting: 3, phones: ['office-1'], music: 'default' }],
  officePhones: [
    { id: 'office-1', password: 'phone-secret', lamp: true, acl: ['192.0.2.0/24'] },
    { id: 'office-2', contact: 'sip:office-2@192.0.2.7:5060' },
  ],
  failsafe: {
    box: { rungs: [{ number: '+15550001999', person: null }], ringSeconds: 25, passes: 2, trunks: ['trunk-0', 'trunk-1'] },
    byProperty: {
      'oak-creek': {
        rungs: [
          { number: '+15550001900', person: 'ann' },
          { number: '+15550001901', person: 'bob' },
        ],
        ringSeconds: 20,
        passes: 1,
        trunks: trunks.map(({ id }) => id),
      },
    },
  },
  soundsDirectory: '/var/lib/nightbell/prompts',
  spoolDirectory: '/var/lib/nightbell/import',
  emergencyNumbers: ['911', '933'],
  boxCallerId: '+15559990000',
  deskCode: '*1',
  languages: { 'oak-creek': ['en', 'es'] },
  caps: { 'oak-creek': { atOnce: 5, perHour: 30 } },
}
