// What the rendered Asterisk files must and must not say. No Asterisk is needed here.
import { describe, expect, test } from 'vitest'
import { versionWarnings } from '../../src/pbx/installation.ts'
import { mountPointOf } from '../../src/pbx/launch.ts'
import { missingModules } from '../../src/pbx/needed-modules.ts'
import { renderPbx } from '../../src/pbx/render.ts'
import type { PbxFailsafe, PbxSettings } from '../../src/pbx/settings.ts'

const places = { modulesDirectory: '/modules', dataDirectory: '/data', musicDirectory: '/music' }

function failsafe(...numbers: string[]): PbxFailsafe {
  return { rungs: numbers.map(number => ({ number, person: null })), ringSeconds: 25, passes: 2, trunks: ['main', 'pbx'] }
}

const settings: PbxSettings = {
  directory: '/var/lib/nightbell/pbx',
  sip: { address: '192.0.2.1', port: 5060 },
  http: { address: '127.0.0.1', port: 8088 },
  ari: { user: 'nightbell', password: 'generated' },
  rtp: { from: 10_000, to: 10_999 },
  trunks: [
    { id: 'main', host: '198.51.100.1', port: 5060, match: ['198.51.100.0/24'], outbound: true, digits: 'rfc4733' },
    {
      id: 'pbx',
      host: 'pbx.example.net',
      port: 5061,
      match: ['203.0.113.7'],
      outbound: false,
      digits: 'inband',
      register: { user: 'box', password: 'p4ss' },
    },
  ],
  lines: [
    { trunk: null, number: '+15552000001', property: 'oak-creek' },
    { trunk: 'pbx', number: 'overflow', property: 'maple-court' },
  ],
  queues: [{ name: 'oak-creek', phones: ['office-1'] }],
  officePhones: [{ id: 'office-1', password: 'phone-secret' }],
  failsafe: { byProperty: { 'oak-creek': failsafe('+15550001900', '+15550001901') }, box: failsafe('+15550001999') },
  soundsDirectory: '/var/lib/nightbell/prompts',
  spoolDirectory: '/var/lib/nightbell/import',
  emergencyNumbers: ['911'],
  boxCallerId: '+15559990000',
}

function render(changes: Partial<PbxSettings> = {}): Readonly<Record<string, string>> {
  return renderPbx({ ...settings, ...changes }, places)
}

/** Sections of a file by their headings: several of one name are joined. */
function section(text: string | undefined, name: string): string {
  const parts = (text ?? '').split(/^(?=\[)/m)
  return parts.filter(part => part.startsWith(`[${name}]`)).join('\n')
}

describe('trunks and telephones', () => {
  test('no placeholder is left over', () => {
    for (const text of Object.values(render())) expect(text).not.toMatch(/\{\{|\}\}\n/)
  })

  test('no endpoint lets a REFER run, and none is found by a name that a stranger could send', () => {
    const endpoints = (render()['pjsip.conf'] ?? '').split(/^(?=\[)/m).filter(part => part.includes('type=endpoint'))
    expect(endpoints).toHaveLength(4)
    for (const endpoint of endpoints) expect(endpoint).toContain('allow_transfer=no')
    // Whoever would take a call over (Replaces) is the first of them, and is refused.
    expect(endpoints[0]).toMatch(/^\[nightbell-taker\][^[]*deny=0\.0\.0\.0\/0\ndeny=::\/0/)
    for (const trunk of endpoints.slice(1, 3)) expect(trunk).toContain('identify_by=ip')
  })

  test('a trunk may register under another name than that with which it answers challenges', () => {
    const auth = { user: 'id-7@ims.example', password: 'p4ss' }
    const register = { ...auth, user: '+4930901820', authUser: auth.user }
    const trunk = {
      id: 'ims',
      host: 'ims.example',
      match: ['198.51.100.1'],
      outbound: true,
      digits: 'auto',
      auth,
      register,
    } as const
    const pjsip = render({ trunks: [trunk] })['pjsip.conf']
    expect(pjsip).toMatch(/^client_uri=sip:\+4930901820@/m)
    expect(pjsip?.match(/^username=id-7@ims\.example$/gm)).toHaveLength(1)
  })

  test('what goes through a proxy goes there over the transport of the trunk', () => {
    const trunk = {
      id: 'sbc',
      host: 'sbc.example',
      proxy: 'edge.example:5061',
      match: ['198.51.100.1'],
      outbound: true,
      digits: 'auto',
    } as const
    const through = (transport: 'udp' | 'tls') =>
      render({ trunks: [{ ...trunk, ...(transport === 'udp' ? {} : { transport }) }] })['pjsip.conf']?.match(
        /^outbound_proxy=.*$/gm,
      )
    expect(new Set(through('udp'))).toEqual(new Set(['outbound_proxy=sip:edge.example:5061\\;lr']))
    expect(new Set(through('tls'))).toEqual(new Set(['outbound_proxy=sip:edge.example:5061\\;lr\\;transport=tls']))
  })

  test('a trunk that registers has its credentials, in band digits where it says so', () => {
    const trunk = section(render()['pjsip.conf'], 'trunk-pbx')
    expect(trunk).toContain('type=registration')
    expect(trunk).toContain('dtmf_mode=inband')
    // Asterisk refuses a registration that names its endpoint without line support.
    expect(trunk.split('type=registration')[1]).not.toContain('endpoint=')
  })
})

describe('dialplan', () => {
  const dialplan = render()['extensions.conf']

  test("only the failsafe and the office's emergency calls dial", () => {
    const dialling = (dialplan ?? '').split(/^(?=\[)/m).filter(part => part.includes('Dial('))
    expect(dialling.map(part => part.slice(0, part.indexOf(']') + 1))).toEqual([
      '[nightbell-failsafe-ring]',
      '[nightbell-emergency-dial]',
    ])
    expect(dialplan).not.toContain('@trunk-pbx')
  })

  test('the failsafe rings the telephones of the property in order, over outbound trunks only', () => {
    expect(section(dialplan, 'nightbell-failsafe-ladder')).toContain(
      [
        'exten => of_oak_creek,1,Set(LOCAL(PASS)=0)',
        ' same => n(pass),Gosub(nightbell-failsafe-rung,s,1(+15550001900,,25,over_main))',
        ` same => n,GotoIf($["\${GOSUB_RETVAL}"="ACCEPTED"]?end)`,
        ' same => n,Gosub(nightbell-failsafe-rung,s,1(+15550001901,,25,over_main))',
      ].join('\n'),
    )
    expect(section(dialplan, 'from-trunk-main')).toContain('Set(NIGHTBELL_FAILSAFE=of_oak_creek)')
    // Callers of a property without one carry its name all the same: a reload may give it one.
    expect(section(dialplan, 'from-trunk-pbx')).toContain('Set(NIGHTBELL_FAILSAFE=of_maple_court)')
  })

  test('an office telephone dials the emergency numbers, and the code of the phone desk where there is one', () => {
    const dialled = (text: string | undefined) =>
      [...section(text, 'from-office-phone').matchAll(/^exten => ([^,]+),1/gm)].map(each => each[1])
    expect(dialled(dialplan)).toEqual(['911', '9911', '0911'])
    expect(dialled(render({ deskCode: '*1' })['extensions.conf'])).toEqual(['911', '9911', '0911', '*1'])
  })

  test('a number that another one begins or ends with stays what it is', () => {
    const text = render({ emergencyNumbers: ['99', '999'], emergencyTestNumbers: ['099', '999'] })['extensions.conf']
    const office = section(text, 'from-office-phone')
    expect(office).toContain('exten => 999,1,Set(NIGHTBELL_DIALLED=999)\n same => n,Set(NIGHTBELL_TEST=no)')
    expect(office).toContain('exten => 099,1,Set(NIGHTBELL_DIALLED=099)\n same => n,Set(NIGHTBELL_TEST=yes)')
    expect(office).toContain('exten => 9999,1,Goto(999,1)')
    expect([...office.matchAll(/^exten => (\d+),/gm)].map(each => each[1])).toEqual(['99', '999', '099', '9999', '0999'])
  })

  test('each office telephone shows its own number, as each trunk spells it, over its own trunks first', () => {
    const numbers = { out: 'national', in: 'national', country: '1', nationalPrefix: '', foreignPrefix: '011' } as const
    const trunks = settings.trunks.map(trunk => ({ ...trunk, outbound: true, ...(trunk.id === 'pbx' ? { numbers } : {}) }))
    const [phone] = settings.officePhones
    if (phone === undefined) throw new Error('no office telephone')
    const emergency = { property: 'oak-creek', callerId: '+15552000009', trunks: ['pbx'] }
    const text = render({ trunks, officePhones: [{ ...phone, id: 'oak-desk', emergency }] })['extensions.conf']
    expect(section(text, 'nightbell-emergency-phones')).toContain(
      [
        'exten => of_oak_desk,1,Set(__NIGHTBELL_PROPERTY=oak-creek)',
        ' same => n,Set(NIGHTBELL_SHOWN=+15552000009)',
        ' same => n,Set(NIGHTBELL_TRUNKS=pbx/main)',
      ].join('\n'),
    )
    expect(section(text, 'nightbell-emergency-over')).toMatch(
      /exten => over_pbx,1,Set\(__NIGHTBELL_TRUNK=pbx\)\n same => n,Gosub\(nightbell-emergency-dial,s,1\(\$\{IF\(.*NIGHTBELL_SHOWN:1:1/,
    )
  })

  test('a line is known on its own trunk only, with and without +', () => {
    expect(section(dialplan, 'from-trunk-main')).toContain('exten => 15552000001,1,')
    expect(section(dialplan, 'from-trunk-main')).not.toContain('overflow')
    expect(section(dialplan, 'from-trunk-pbx')).toContain('exten => overflow,1,')
  })
})

describe('values that can not stand in a file', () => {
  const [trunk] = settings.trunks
  test.each<[string, Partial<PbxSettings>, RegExp]>([
    [
      'a newline in a host',
      { trunks: [{ ...(trunk as (typeof settings.trunks)[0]), host: 'a\ncontext=evil' }] },
      /host of trunk main.*\\n/,
    ],
    ['a bracket in a trunk', { trunks: [{ ...(trunk as (typeof settings.trunks)[0]), id: 'a]' }] }, /trunk "a\]"/],
    ['a comma in a line', { lines: [{ trunk: null, number: '1,2', property: 'oak' }] }, /line of oak "1,2"/],
    ['an ampersand in a failsafe number', { failsafe: { byProperty: {}, box: failsafe('1&2') } }, /failsafe number "1&2"/],
    ['a semicolon in a password', { ari: { user: 'nightbell', password: 'a;b' } }, /ARI password/],
    ['a space in a directory', { spoolDirectory: '/var/my spool' }, /spool directory "\/var\/my spool"/],
    ['a telephone nobody can find', { officePhones: [{ id: 'office-1' }] }, /office-1: it needs a contact/],
    [
      'a contact that is no SIP address',
      { officePhones: [{ id: 'o', contact: 'office@host' }] },
      /contact of office telephone o/,
    ],
    ['a port out of range', { sip: { address: '127.0.0.1', port: 70_000 } }, /SIP port 70000/],
  ])('%s', (_, changes, message) => {
    expect(() => render(changes)).toThrow(message)
  })
})

describe('the installation', () => {
  test.each([
    ['22.10.1', 0],
    ['22.9.0', 1],
    ['20.20.1', 0],
    ['20.9.3', 1],
    ['21.12.0', 1],
  ])('version %s has %i warnings', (version, warnings) => {
    expect(versionWarnings(version)).toHaveLength(warnings)
  })

  test('a module that does not run is named with what it is for', () => {
    const missing = missingModules(
      'app_queue.so   Call queues   0   Not Running   core\napp_stasis.so  Stasis  0  Running  core\n',
    )
    expect(missing).toContainEqual(expect.stringContaining('app_queue.so'))
    expect(missing.join()).not.toContain('app_stasis.so')
  })

  test.each([
    ['/tmp/lab/box', '/tmp'],
    ['/var/lib/nightbell/pbx', '/var/lib/nightbell/pbx'],
    ['/srv/nightbell', '/srv'],
  ])('%s is made visible in the private root by mounting %s', (directory, point) => {
    expect(mountPointOf(directory)).toBe(point)
  })
})
