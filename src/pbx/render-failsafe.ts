// The parts of extensions.conf in which the failsafe rings: one extension for each ladder (the box's, and that of every property which
// differs), and one for each trunk that a telephone may be rung over. Pure. Called by render-dialplan.ts.
import { addressOf } from '../core/plan/trunk-address.ts'
import { checkNumber, checkValue } from './fill-template.ts'
import { spelledOut, spelledVariable } from './render-caps.ts'
import type { PbxFailsafe, PbxSettings, PbxTrunk } from './settings.ts'

/** What callers of a property carry: the name of its ladder. Where there is none of that name, the dialplan takes the box's. */
export function ladderOf(property: string): string {
  return `of_${plain(property)}`
}

const BOX = 'box'

/** Asterisk overlooks dashes in extensions: `oak-creek` would be the same as `oakcreek`. */
function plain(name: string): string {
  return name.replaceAll('-', '_')
}

function over(trunk: string): string {
  return `over_${plain(trunk)}`
}

export function renderFailsafeLadders(settings: PbxSettings): string {
  const { box, byProperty } = settings.failsafe
  return [
    renderLadder(settings, BOX, box, "the box's failsafe number"),
    ...Object.entries(byProperty).map(([property, each]) =>
      renderLadder(settings, ladderOf(property), each, `failsafe number of ${property}`),
    ),
  ].join('\n')
}

function renderLadder(settings: PbxSettings, name: string, { rungs, ringSeconds, passes, trunks }: PbxFailsafe, what: string) {
  const outbound = new Set(outboundTrunks(settings).map(({ id }) => id))
  const ways = trunks.filter(id => outbound.has(id)).map(id => `,${over(id)}`)
  if (rungs.length === 0 || ways.length === 0) return `exten => ${name},1,Return()`
  const ring = rungs.flatMap(({ number, person }) => [
    `Gosub(nightbell-failsafe-rung,s,1(${checkNumber(number, what)},${person ?? ''},${ringSeconds}${ways.join('')}))`,
    `GotoIf($["\${GOSUB_RETVAL}"="ACCEPTED"]?end)`,
  ])
  const [first, ...others] = ring
  return [
    `exten => ${name},1,Set(LOCAL(PASS)=0)`,
    ` same => n(pass),${first}`,
    ...others.map(step => ` same => n,${step}`),
    ` same => n,Set(LOCAL(PASS)=$[\${PASS} + 1])`,
    ` same => n,GotoIf($[\${PASS} < ${passes}]?pass)`,
    ' same => n(end),Return()',
  ].join('\n')
}

export function renderFailsafeTrunks(settings: PbxSettings): string {
  return outboundTrunks(settings)
    .map(trunk => renderTrunk(settings, trunk))
    .join('\n')
}

function renderTrunk(settings: PbxSettings, trunk: PbxTrunk): string {
  const callerId = spelledOut(trunk, checkNumber(trunk.callerId ?? settings.boxCallerId, 'caller ID'))
  const accept = `U(nightbell-failsafe-accept^\${CHANNEL(name)}^\${NIGHTBELL_RINGING}^\${NIGHTBELL_PROPERTY})`
  const options = `gm(default)f(${callerId})b(nightbell-out^s^1(${trunk.id}^\${NIGHTBELL_NUMBER:-9}))${accept}`
  const number = spelledVariable(trunk, 'NIGHTBELL_NUMBER')
  const address = addressOf(trunk)
  return [
    `exten => ${over(trunk.id)},1,Set(LOCAL(WHERE)=${number}@trunk-${trunk.id})`,
    ...(address === null ? [] : [byAddress(trunk, number, address)]),
    ` same => n,Dial(PJSIP/\${WHERE},\${ARG1},${options})`,
    ' same => n,Return()',
  ].join('\n')
}

/** Dialled so, a trunk that has not answered OPTIONS is tried all the same. A semicolon begins a comment. */
function byAddress({ id, host }: PbxTrunk, number: string, address: string): string {
  checkValue(host ?? '', `host of trunk ${id}`)
  const where = `trunk-${id}/sip:${number}@${address.replaceAll(';', '\\;')}`
  return ` same => n,ExecIf($["\${NIGHTBELL_BY_ADDRESS}"="yes"]?Set(LOCAL(WHERE)=${where}))`
}

/** Numbers are told apart by so many digits at their end, however a trunk spells them. */
const TOLD_BY = 9

/** A caller who shows this is one of our own calls; nobody is, where the box shows no number. */
export function boxLastDigits({ boxCallerId }: PbxSettings): string {
  return boxCallerId.replaceAll(/\D/g, '').slice(-TOLD_BY) || 'nobody'
}

/** Where the box shows a line's number, its office may show it, too: then only a trunk over which we ring can send our own call back. */
export function boxIsALine(settings: PbxSettings): string {
  const isLine = settings.lines.some(({ number }) => number.slice(-TOLD_BY) === boxLastDigits(settings))
  return isLine ? ` & \${GROUP_COUNT(\${NIGHTBELL_TRUNK}@nightbell-rings-over)} > 0` : ''
}

export function outboundTrunks(settings: PbxSettings): readonly PbxTrunk[] {
  return settings.trunks.filter(trunk => trunk.outbound)
}
