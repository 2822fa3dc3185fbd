// What keeps an eye on the trunks: whether they answer, and at which addresses their names are. A part of run.ts; nothing here delays a call.
import type { AriConnection } from '../ari/connect.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Alarms } from '../daemon/alarms.ts'
import type { Clock, Log } from '../daemon/ports.ts'
import { openTrunkWatch } from '../daemon/trunk-watch.ts'
import { lookUp } from '../pbx/look-up.ts'
import { openTrunkNames } from '../pbx/trunk-names.ts'

export interface TrunkEyesNeeds {
  readonly plan: () => Plan
  /** Directory of the box's Asterisk. */
  readonly pbx: string
  readonly ari: Pick<AriConnection, 'unreachableTrunks' | 'reloadModule'>
  readonly clock: Clock
  readonly log: Log
  readonly alarms: Alarms
}

export interface TrunkEyes {
  /** Looks the names up now; resolves when Asterisk has what was found. */
  look(): Promise<void>
  stop(): void
}

export function watchTrunks({ ari, plan, pbx, clock, log, alarms }: TrunkEyesNeeds): TrunkEyes {
  const names = openTrunkNames({ plan, pbx, lookUp, reloadModule: ari.reloadModule, clock, log })
  const watch = openTrunkWatch({ unreachable: ari.unreachableTrunks, clock, log, alarms })
  alarms.from(names.alarms)
  return {
    look: names.look,
    stop() {
      names.stop()
      watch.stop()
    },
  }
}
