// At which addresses trunks are recognised that the rules know by name, and who may send SIP to the box at all.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import { standsFor } from '../../src/core/plan/shared-address.ts'
import { NAMES_FILE, namesOf, renderNames } from '../../src/pbx/render-names.ts'
import { settingsOfPlan } from '../../src/pbx/settings-of-plan.ts'
import { openTrunkNames, type TrunkNamesNeeds } from '../../src/pbx/trunk-names.ts'
import { compileRules } from '../../src/rules/load.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-names-'))
mkdirSync(`${directory}/etc`)
const file = `${directory}/etc/${NAMES_FILE}`
afterEach(() => rmSync(file, { force: true }))

function plan(trunks: string, phones = ''): Plan {
  const office = phones === '' ? '' : `\n    office: { phones: [${phones}] }`
  const compiled = compileRules(
    new Map([
      [
        'rules.yaml',
        `
box: { name: N, caller-id: +1 512 555 0100, zone: America/Chicago, failsafe: +1 512 555 0119, tls: { certificate: /tls/box.pem, key: /tls/box.key } }
trunks:
${trunks}
properties:
  oak:
    name: Oak
    zone: America/Chicago
    lines: [+1 512 555 0101]
    caller-id: +1 512 555 0100
    hours: { mon-sun: 08:00-17:00 }
    mailboxes: { office: Oak }
    menu: m
    outbound: [carrier]${office}
menus: { m: { keys: { 1: { for: leasing, message: office } } } }
people: { ana: { name: Ana, phones: [+1 512 555 0151] } }
ladders: { steps: { rungs: [{ who: ana }] } }
`,
      ],
    ]),
  )
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join('\n'))
  return compiled.plan
}

const CARRIER = '  carrier: { host: sip.example.com, outbound: yes, owns: [+1 512 555 0100] }'
const ADDRESSES: Readonly<Record<string, readonly string[]>> = { 'sip.example.com': ['192.0.2.2', '192.0.2.1'] }

test('a trunk is known at every address of its name, and nobody else is let in', () => {
  const rules = plan(`${CARRIER}\n  pbx: { host: 198.51.100.7 }`, '{ id: desk, contact: "sip:desk@192.168.1.9" }')
  expect(namesOf(rules)).toEqual(['sip.example.com'])
  expect(renderNames(rules, name => ADDRESSES[name] ?? [])).toBe(`[trunk-carrier]
type=identify
endpoint=trunk-carrier
srv_lookups=no
match=192.0.2.1
match=192.0.2.2

[nightbell-known]
type=acl
deny=0.0.0.0/0
deny=::/0
permit=192.0.2.1
permit=192.0.2.2
permit=192.168.1.9
permit=198.51.100.7
`)
})

test('a proxy, a registrar and the host may send too; calls come from them where the rules name no others', () => {
  const trunks = `${CARRIER}
  a: { host: 192.0.2.10, proxy: "192.0.2.11:5080" }
  b: { host: 192.0.2.20, match: [192.0.2.32/28], auth: { user: b, password: env:B }, register: { server: "192.0.2.21:5070" } }
  c: { host: 192.0.2.30, proxy: 192.0.2.20 }`
  const rules = plan(trunks, '{ id: desk, contact: "sip:desk@192.168.1.9" }')
  const permits = [...renderNames(rules, name => ADDRESSES[name] ?? []).matchAll(/^permit=(.*)$/gm)].map(([, address]) => address)
  expect(permits).toEqual(expect.arrayContaining(['192.0.2.10', '192.0.2.11', '192.0.2.20', '192.0.2.21', '192.0.2.30']))
  expect(rules.trunks.a?.match).toEqual(['192.0.2.10', '192.0.2.11'])
  expect(rules.trunks.b?.match).toEqual(['192.0.2.32/28'])
})

test('of two trunks with one name, the one that Asterisk knows is the one whose context leads to both', () => {
  const rules = plan(
    `${CARRIER.replace('carrier:', 'first: { host: twice.example.com, auth: { user: a, password: env:A }, register: yes }\n  carrier:').replace('sip.example.com', 'twice.example.com')}`,
  )
  const names = renderNames(rules, () => ['192.0.2.1'])
  const { trunks } = settingsOfPlan(rules, {} as never, reference => reference)
  const leads = standsFor(trunks).get('first')
  expect(leads).toBe('carrier')
  expect(names).toContain(`[trunk-${leads}]`)
})

test.each([
  ['a telephone that registers from anywhere', '{ id: desk, password: env:A }', CARRIER],
  ['a trunk that logs in from anywhere', '', `${CARRIER}\n  pbx: { login: { user: pbx, password: env:A }, transport: tls }`],
])('there is no fence around %s', (_, phones, trunks) => {
  expect(renderNames(plan(trunks, phones), name => ADDRESSES[name] ?? [])).not.toContain('type=acl')
})

function names(found: (name: string) => Promise<readonly string[]>, rules = plan(CARRIER)) {
  const reloads: string[] = []
  const needs: TrunkNamesNeeds = {
    plan: () => rules,
    pbx: directory,
    lookUp: found,
    reloadModule: async module => {
      reloads.push(module)
      return { ok: true }
    },
    clock: { now: () => 1_000 } as unknown as TrunkNamesNeeds['clock'],
    log: { info() {}, warn() {}, error() {}, debug() {} } as unknown as TrunkNamesNeeds['log'],
  }
  return { reloads, opened: openTrunkNames(needs) }
}

test('Asterisk reads a name that moved again, and only then', async () => {
  let addresses = ['192.0.2.1']
  const { reloads, opened } = names(async () => addresses)
  await opened.look()
  await opened.look()
  expect(reloads).toEqual(['res_pjsip.so'])
  addresses = ['192.0.2.9']
  await opened.look()
  expect(reloads).toHaveLength(2)
  expect(readFileSync(file, 'utf8')).toContain('match=192.0.2.9')
  expect(opened.alarms()).toEqual([])
  opened.stop()
})

test('two names that lead to one address are an alarm, unless the rules know of it', async () => {
  const account = (user: string) => `auth: { user: ${user}, password: env:A }, register: yes`
  const alarmsOf = async (one: string, other: string): Promise<readonly string[]> => {
    const rules = plan(`${CARRIER}\n  c: { host: ${one}, ${account('c')} }\n  d: { host: ${other}, ${account('d')} }`)
    const { opened } = names(async name => (name === 'sip.example.com' ? ['192.0.2.1'] : ['192.0.2.10']), rules)
    await opened.look()
    opened.stop()
    return opened.alarms().map(({ kind, about }) => `${kind} ${about}`)
  }
  expect(await alarmsOf('a.example.com', 'b.example.com')).toEqual(['name-shared c d'])
  expect(await alarmsOf('192.0.2.10', 'b.example.com')).toEqual(['name-shared c d'])
  expect(await alarmsOf('a.example.com', 'a.example.com')).toEqual([])
})

test('what DNS does not find any more keeps its addresses, also over a restart, and is an alarm', async () => {
  const first = names(async () => ['192.0.2.1'])
  await first.opened.look()
  first.opened.stop()
  const two = plan(`${CARRIER}\n  pbx: { host: pbx.example.com }`)
  const second = names(async name => {
    if (name === 'pbx.example.com') return ['192.0.2.7']
    throw new Error('queryA ENOTFOUND sip.example.com')
  }, two)
  await second.opened.look()
  expect(readFileSync(file, 'utf8')).toContain('match=192.0.2.1')
  expect(readFileSync(file, 'utf8')).toContain('match=192.0.2.7')
  expect(second.opened.alarms()).toMatchObject([{ kind: 'name-unknown', about: 'sip.example.com', since: 1000 }])
  second.opened.stop()
})
