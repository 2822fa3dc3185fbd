// What keeps an eye on the trunks: at which addresses their names are, whether they answer and are registered, their certificates, and who is
// refused. Their trouble goes to the alarms, and to the people who are told of it. A part of run.ts; nothing here delays a call.
import type { AriConnection } from '../ari/connect.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Alarms } from '../daemon/alarms.ts'
import type { Clock, Log } from '../daemon/ports.ts'
import { openTrunkNotices, type TrunkNoticesNeeds } from '../daemon/trunk-notices.ts'
import { openTrunkWatch } from '../daemon/trunk-watch.ts'
import { openCertificateWatch } from '../pbx/certificate-watch.ts'
import { lookUp, serverOf } from '../pbx/look-up.ts'
import { openRefusedAddresses } from '../pbx/refused-addresses.ts'
import { shownCertificate } from '../pbx/shown-certificate.ts'
import { openTrunkNames } from '../pbx/trunk-names.ts'
import type { HeardSip } from './hear-sip.ts'

export interface TrunkEyesNeeds extends Pick<TrunkNoticesNeeds, 'push'> {
  readonly plan: () => Plan
  readonly hash: () => string
  /** What people were told of trunks before. */
  readonly told: TrunkNoticesNeeds['before']
  /** Directory of the box's Asterisk. */
  readonly pbx: string
  readonly ari: Pick<AriConnection, 'unreachableTrunks' | 'reloadModule'>
  readonly sip: HeardSip
  readonly clock: Clock
  readonly log: Log
  readonly alarms: Alarms
}

export interface TrunkEyes {
  /** Looks names and certificates up now; resolves when Asterisk has the addresses that were found. */
  look(): Promise<void>
  /** Resolves when nobody is refused any more. */
  stop(): Promise<void>
}

export function watchTrunks({ ari, plan, hash, told, push, pbx, sip, clock, log, alarms }: TrunkEyesNeeds): TrunkEyes {
  const { reloadModule } = ari
  const names = openTrunkNames({ plan, pbx, lookUp, reloadModule, clock, log })
  sip.spare(names.isTrunk)
  const refused = openRefusedAddresses({ pbx, refused: sip.passwords.refused, floods: sip.floods, reloadModule, log })
  const certificates = openCertificateWatch({ plan, serverOf, shown: shownCertificate, clock })
  const notices = openTrunkNotices({
    before: told,
    push,
    clock,
    log,
    alarms: alarms.now,
    rules: () => ({ hash: hash(), trunks: plan().trunks }),
  })
  const watch = openTrunkWatch({
    unreachable: ari.unreachableTrunks,
    unregistered: sip.unregistered,
    clock,
    log,
    alarms,
    zone: () => plan().box.zone,
    onLook: troubles => void notices.look(troubles),
  })
  for (const source of [names.alarms, refused.alarms, certificates.alarms, sip.alarms]) alarms.from(source)
  return {
    look() {
      void certificates.look()
      return names.look()
    },
    stop() {
      watch.stop()
      names.stop()
      certificates.stop()
      return refused.stop()
    },
  }
}
