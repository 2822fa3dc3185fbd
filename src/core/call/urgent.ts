// An urgent matter: is it a trouble that is known already? Then the caller hears so (joining.ts); otherwise an incident is opened.
// Called by the menu, by free speech, and for what was said before hanging up.

import type { At, Decision } from '../world/decision.ts'
import type { Call, CallBase } from './call.ts'
import { joinKnown } from './joining.ts'
import { knownToUs } from './known-to-us.ts'
import { openIncident, type Urgent } from './taking-statement.ts'

export function urgentMatter(at: At, call: CallBase, urgent: Urgent): Decision<Call> {
  const known = knownToUs(at, call, urgent.category)
  return known === null ? openIncident(at, call, urgent) : joinKnown(at, call, urgent, known)
}
