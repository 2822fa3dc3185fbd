// What an emergency call from each office telephone of a property does: the number that it shows, the trunks in order, who is told. The part of
// `nightbell explain` about emergency calls. Asks the very code that the dialplan is rendered from, and that fills the outbox.
import { toldOf } from '../core/notices/notices-of.ts'
import { emergencyWays } from '../core/plan/emergency.ts'
import type { Property } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Rules } from './plan-of.ts'
import { whereText } from './where-text.ts'

export interface ExplainedEmergency {
  readonly numbers: readonly string[]
  readonly testNumbers: readonly string[]
  readonly phones: readonly {
    readonly phone: string
    readonly callerId: string
    readonly where: string | null
    readonly trunks: readonly { readonly id: string; readonly owns: boolean }[]
  }[]
  readonly told: readonly { readonly way: 'mail' | 'sms' | 'webhook'; readonly to: string }[]
}

export function explainEmergency({ plan, places }: Rules, property: Property, at: EpochMs): ExplainedEmergency | null {
  const ways = emergencyWays(plan, property)
  if (ways.length === 0) return null
  const own = ['properties', property.id]
  return {
    numbers: plan.box.emergencyNumbers,
    testNumbers: plan.box.emergencyTestNumbers ?? [],
    phones: ways.map((way, nth) => ({
      ...way,
      where: whereText(
        places.placeOf(
          ...[
            [...own, 'office', 'phones', nth, 'emergency-caller-id'],
            [...own, 'emergency-caller-id'],
          ],
          ...[
            [...own, 'caller-id'],
            ['defaults', 'caller-id'],
            [...own, 'lines', 0],
          ],
        ),
      ),
    })),
    told: toldOf(plan, property, 'emergency', { mailbox: null, ladder: null }, at).map(({ way, to }) => ({ way, to })),
  }
}

export function emergencyLines({ numbers, testNumbers, phones, told }: ExplainedEmergency): string[] {
  const tests = testNumbers.length === 0 ? '' : `; ${testNumbers.join(', ')} tries it out`
  const each = phones.flatMap(({ phone, callerId, where, trunks }) => {
    const over = trunks.map(({ id, owns }) => (owns ? id : `${id} (which does not own that number)`))
    const place = where === null ? '' : `  [${where}]`
    return [`  ${phone} shows ${callerId}, over ${over.length === 0 ? 'no trunk at all' : over.join(', then ')}${place}`]
  })
  const whom = told.map(({ way, to }) => `${WAYS[way]} ${to}`)
  const tells = whom.length === 0 ? 'nobody: nobody has an address' : `at once ${whom.join(', ')}`
  return [`An office telephone that dials ${numbers.join(' or ')}${tests}:`, ...each, `  is told outside: ${tells}`]
}

const WAYS = { mail: 'mail to', sms: 'a text message to', webhook: 'the webhook' } as const
