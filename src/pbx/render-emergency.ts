// The parts of extensions.conf that carry emergency calls of office telephones: the numbers that are dialled, what each telephone shows and
// over which trunks, and how each trunk spells it. Pure. Called by render-dialplan.ts; the steps themselves are in the template.
import { checkName, checkNumber } from './fill-template.ts'
import { spelledVariable } from './render-caps.ts'
import { outboundTrunks } from './render-failsafe.ts'
import type { PbxOfficePhone, PbxSettings } from './settings.ts'

/** Dialled before a number elsewhere to get a line out. Here nothing else begins so: whoever does it all the same is helped. */
const HABITS = ['9', '0']

export function renderEmergencyNumbers({ emergencyNumbers, emergencyTestNumbers = [], deskCode }: PbxSettings): string {
  const tests = emergencyTestNumbers.filter(number => !emergencyNumbers.includes(number))
  const taken = new Set([...emergencyNumbers, ...tests, ...(deskCode === undefined ? [] : [deskCode])])
  const habits = emergencyNumbers.flatMap(number =>
    HABITS.map(prefix => `${prefix}${number}`)
      .filter(dialled => !taken.has(dialled) && taken.add(dialled))
      .map(dialled => `exten => ${dialled},1,Goto(${number},1)`),
  )
  return [
    ...emergencyNumbers.map(number => renderNumber(number, 'no')),
    ...tests.map(number => renderNumber(number, 'yes')),
    ...habits,
  ].join('\n')
}

function renderNumber(number: string, test: 'yes' | 'no'): string {
  const dialled = checkNumber(number, 'emergency number')
  return [
    `exten => ${dialled},1,Set(NIGHTBELL_DIALLED=${dialled})`,
    ` same => n,Set(NIGHTBELL_TEST=${test})`,
    ' same => n,Goto(nightbell-emergency,s,1)',
  ].join('\n')
}

/** What each telephone shows. A telephone that is not named has the box's number, over all trunks. */
export function renderEmergencyPhones(settings: PbxSettings): string {
  const all = outboundTrunks(settings).map(({ id }) => id)
  const box = renderPhone('box', '', settings.boxCallerId, all)
  return [box, ...settings.officePhones.flatMap(phone => renderOfficePhone(phone, all))].join('\n')
}

function renderOfficePhone({ id, emergency }: PbxOfficePhone, all: readonly string[]): string[] {
  if (emergency === undefined) return []
  const { property, callerId, trunks } = emergency
  const first = trunks.filter(trunk => all.includes(trunk))
  return [renderPhone(`of_${plain(id)}`, property, callerId, [...new Set([...first, ...all])])]
}

function renderPhone(name: string, property: string, callerId: string, trunks: readonly string[]): string {
  return [
    `exten => ${checkName(name, 'office telephone')},1,Set(__NIGHTBELL_PROPERTY=${property === '' ? '' : checkName(property, 'property')})`,
    ` same => n,Set(NIGHTBELL_SHOWN=${checkNumber(callerId, `emergency caller ID of ${name}`)})`,
    ` same => n,Set(NIGHTBELL_TRUNKS=${trunks.map(plain).join('/')})`,
    ' same => n,Return()',
  ].join('\n')
}

export function renderEmergencyTrunks(settings: PbxSettings): string {
  return outboundTrunks(settings)
    .map(trunk =>
      [
        `exten => over_${plain(checkName(trunk.id, 'trunk'))},1,Set(__NIGHTBELL_TRUNK=${trunk.id})`,
        ` same => n,Gosub(nightbell-emergency-dial,s,1(${spelledVariable(trunk, 'NIGHTBELL_SHOWN')}))`,
        ' same => n,Return()',
      ].join('\n'),
    )
    .join('\n')
}

/** Asterisk overlooks dashes in extensions: `oak-creek` would be the same as `oakcreek`. */
function plain(name: string): string {
  return name.replaceAll('-', '_')
}
