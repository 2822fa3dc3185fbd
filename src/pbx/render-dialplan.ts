// The parts of extensions.conf and queues.conf that come from the rules: one context a trunk, its lines, the office
// queues, the failsafe's calls, emergency numbers. Pure. Called by render.ts.
import { plainNumber } from '../core/plan/identify.ts'
import { standsFor } from '../core/plan/shared-address.ts'
import { checkName, checkNumber, fillTemplate, readTemplate } from './fill-template.ts'
import { arrivalSteps, spelledIn } from './render-caps.ts'
import { renderEmergencyNumbers, renderEmergencyPhones, renderEmergencyTrunks } from './render-emergency.ts'
import { boxIsALine, boxLastDigits, ladderOf, renderFailsafeLadders, renderFailsafeTrunks } from './render-failsafe.ts'
import type { PbxQueue, PbxSettings, PbxTrunk } from './settings.ts'

export function renderDialplan(settings: PbxSettings): string {
  return fillTemplate(readTemplate('extensions.conf'), {
    soundsDirectory: settings.soundsDirectory,
    spoolDirectory: settings.spoolDirectory,
    trunkContexts: settings.trunks.map(trunk => renderTrunkContext(settings, trunk)).join('\n'),
    queueExtensions: settings.queues.map(renderQueueExtension).join('\n'),
    failsafeLadders: renderFailsafeLadders(settings),
    failsafeTrunks: renderFailsafeTrunks(settings),
    boxLastDigits: boxLastDigits(settings),
    boxIsALine: boxIsALine(settings),
    deskExtension: settings.deskCode === undefined ? '' : renderDesk(settings.deskCode),
    emergencyNumbers: renderEmergencyNumbers(settings),
    emergencyPhones: renderEmergencyPhones(settings),
    emergencyTrunks: renderEmergencyTrunks(settings),
  })
}

export function renderQueue(queue: PbxQueue): string {
  return fillTemplate(readTemplate('parts/queue.conf'), {
    name: checkName(queue.name, 'queue'),
    mostWaiting: String(queue.mostWaiting ?? 5),
    music: checkName(queue.music ?? 'default', `music of queue ${queue.name}`),
    members: queue.phones.map(phone => `member => PJSIP/${checkName(phone, `telephone of queue ${queue.name}`)}`).join('\n'),
  })
}

function renderTrunkContext(settings: PbxSettings, trunk: PbxTrunk): string {
  const lines = settings.lines
    .filter(line => line.trunk === null || line.trunk === trunk.id)
    .flatMap(line =>
      spelledIn(trunk, checkNumber(line.number, `line of ${line.property}`)).map(spelling => ({ ...line, spelling })),
    )
    .map(line =>
      fillTemplate(readTemplate('parts/line.conf'), {
        spelling: line.spelling,
        number: line.number,
        caps: capsOf(settings, line.property),
        account: isAccount(trunk, line.number) ? ' same => n,Set(NIGHTBELL_ACCOUNT=yes)' : '',
        trunk: trunk.id,
        property: checkName(line.property, 'property'),
        failsafe: ladderOf(line.property),
        speaks: speaksOf(settings, line.property),
      }),
    )
  return fillTemplate(readTemplate('parts/trunk-context.conf'), {
    id: checkName(trunk.id, 'trunk'),
    lines: [...lines, ...othersAtThisAddress(settings, trunk)].join(''),
    arrival: arrivalSteps(trunk),
  })
}

/** Calls to the account with which the box registers may be for any line of that trunk: To has it. */
function isAccount({ register }: PbxTrunk, line: string): boolean {
  return register !== undefined && plainNumber(register.user) === plainNumber(line)
}

/** Calls of several trunks come from one address: what was called tells whose they are (shared-address.ts). */
function othersAtThisAddress(settings: PbxSettings, trunk: PbxTrunk): string[] {
  const first = standsFor(settings.trunks)
  if (first.get(trunk.id) !== trunk.id) return []
  const others = settings.trunks.filter(({ id }) => id !== trunk.id && first.get(id) === trunk.id)
  return others.flatMap(other => {
    const lines = settings.lines.filter(line => line.trunk === other.id).flatMap(line => spelledIn(other, line.number))
    const account = other.register === undefined || other.register.user === trunk.register?.user ? [] : [other.register.user]
    const called = [...new Set([...lines, ...account])].map(each => checkNumber(each, `line of trunk ${other.id}`))
    return called.map(each => `exten => ${each},1,Goto(from-trunk-${other.id},${each},1)\n`)
  })
}

/** The languages of its callers, as the names of the failsafe's sounds have them. */
function speaksOf({ languages = {} }: PbxSettings, property: string): string {
  return (languages[property] ?? []).map(language => checkName(language, `language of ${property}`)).join('-')
}

/** Steps that tell the arrival how many callers this property takes. */
function capsOf(settings: PbxSettings, property: string): string {
  const { atOnce, perHour } = settings.caps?.[property] ?? {}
  return [
    ...(atOnce === undefined ? [] : [` same => n,Set(NIGHTBELL_AT_ONCE=${atOnce})`]),
    ...(perHour === undefined ? [] : [` same => n,Set(NIGHTBELL_PER_HOUR=${perHour})`]),
  ].join('\n')
}

function renderQueueExtension(queue: PbxQueue): string {
  const name = checkName(queue.name, 'queue')
  return `exten => ${name},1,Set(NIGHTBELL_QUEUE=${name})\n same => n,Goto(nightbell-in-queue,s,1)`
}

/** The telephone is known by its endpoint, whatever it says of itself. */
function renderDesk(code: string): string {
  return [
    `exten => ${checkNumber(code, 'code of the phone desk')},1,Set(NIGHTBELL_PHONE=\${CHANNEL(endpoint)})`,
    ` same => n,Set(NIGHTBELL_LINE=${code})`,
    ' same => n,Goto(nightbell-desk,s,1)',
  ].join('\n')
}
