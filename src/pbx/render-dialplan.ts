// The parts of extensions.conf and queues.conf that come from the rules: one context a trunk, its lines, the office
// queues, the failsafe's calls, emergency numbers. Pure. Called by render.ts.
import { checkName, checkNumber, fillTemplate, readTemplate } from './fill-template.ts'
import type { PbxQueue, PbxSettings, PbxTrunk } from './settings.ts'

/** Seconds that the failsafe's telephone rings on each of its two rounds. */
const failsafeRingSeconds = 25

export function renderDialplan(settings: PbxSettings): string {
  return fillTemplate(readTemplate('extensions.conf'), {
    soundsDirectory: settings.soundsDirectory,
    spoolDirectory: settings.spoolDirectory,
    boxFailsafe: settings.failsafe.box === '' ? '' : checkNumber(settings.failsafe.box, "the box's failsafe number"),
    trunkContexts: settings.trunks.map(trunk => renderTrunkContext(settings, trunk)).join('\n'),
    queueExtensions: settings.queues.map(renderQueueExtension).join('\n'),
    failsafeDials: outboundTrunks(settings)
      .map(trunk => renderFailsafeDial(settings, trunk))
      .join('\n'),
    emergencyExtensions: settings.emergencyNumbers.map(number => renderEmergency(settings, number)).join('\n'),
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
    .flatMap(line => spellings(checkNumber(line.number, `line of ${line.property}`)).map(number => ({ ...line, number })))
    .map(line =>
      fillTemplate(readTemplate('parts/line.conf'), {
        number: line.number,
        trunk: trunk.id,
        property: checkName(line.property, 'property'),
        failsafe: failsafeOf(settings, line.property),
      }),
    )
  return fillTemplate(readTemplate('parts/trunk-context.conf'), { id: checkName(trunk.id, 'trunk'), lines: lines.join('') })
}

/** Trunks send +1555… or 1555… for the same line. */
function spellings(number: string): readonly string[] {
  return number.startsWith('+') ? [number, number.slice(1)] : [number]
}

function failsafeOf(settings: PbxSettings, property: string): string {
  const number = settings.failsafe.byProperty[property]
  return number === undefined || number === '' ? '' : checkNumber(number, `failsafe number of ${property}`)
}

function renderQueueExtension(queue: PbxQueue): string {
  const name = checkName(queue.name, 'queue')
  return `exten => ${name},1,Set(NIGHTBELL_QUEUE=${name})\n same => n,Goto(nightbell-in-queue,s,1)`
}

function outboundTrunks(settings: PbxSettings): readonly PbxTrunk[] {
  return settings.trunks.filter(trunk => trunk.outbound)
}

function renderFailsafeDial(settings: PbxSettings, trunk: PbxTrunk): string {
  const callerId = checkNumber(trunk.callerId ?? settings.boxCallerId, 'caller ID')
  const options = `gm(default)f(${callerId})U(nightbell-failsafe-accept^\${UNIQUEID})`
  return [
    ` same => n,Dial(PJSIP/\${NIGHTBELL_FAILSAFE}@trunk-${trunk.id},${failsafeRingSeconds},${options})`,
    ` same => n,GotoIf($["\${DIALSTATUS}"!="CHANUNAVAIL" & "\${DIALSTATUS}"!="CONGESTION"]?end)`,
  ].join('\n')
}

function renderEmergency(settings: PbxSettings, number: string): string {
  const emergency = checkNumber(number, 'emergency number')
  const dials = outboundTrunks(settings).map(
    trunk =>
      ` same => n,Dial(PJSIP/${emergency}@trunk-${trunk.id},,f(${checkNumber(trunk.callerId ?? settings.boxCallerId, 'caller ID')}))`,
  )
  return [`exten => ${emergency},1,NoOp(emergency)`, ...dials, ' same => n,Congestion(5)', ' same => n,Hangup()'].join('\n')
}
