// Whom a ladder rings, and who is told when it reaches nobody, as the plan has it: what templates and `defaults:` say is in its rules
// already (inherit-kinds.ts). Called by compile.ts.
import type { Ladder, Retry, Rung } from '../core/plan/plan.ts'
import type { Seconds } from '../core/world/ids.ts'
import { buildExhaustedNotify } from './build-notify.ts'
import { buildReminder, checkTexts } from './build-reminder.ts'
import { type TargetNames, target, targetNames } from './build-targets.ts'
import { error, type Findings, keyAt, type Path } from './findings.ts'
import { durationText } from './parse-text.ts'
import { DEFAULTS } from './rule-defaults.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { LadderRules } from './shapes.ts'

export function buildLadders(draft: Draft, findings: Findings): Record<string, Ladder> {
  const ladders: Record<string, Ladder> = {}
  const names = targetNames(draft)
  for (const [id, rules] of right(draft.ladders)) {
    checkTexts(draft, findings, id, rules)
    ladders[id] = {
      id,
      rungs: rules.rungs.map((_, at) => buildRung(findings, names, rules, ['ladders', id, 'rungs', at], at)),
      passes: rules.passes ?? DEFAULTS.passes,
      pauseSeconds: rules.pause ?? DEFAULTS.pauseSeconds,
      acceptSeconds: rules.accept ?? DEFAULTS.acceptSeconds,
      ...(rules['repeat-from'] === undefined ? {} : { repeatFrom: rules['repeat-from'] - 1 }),
      ...(rules.until === undefined ? {} : { untilAcknowledged: true }),
      ...buildReminder(rules),
      expiresSeconds: secondsOrNever(rules.expires ?? 'never'),
      ...buildRetry(findings, names, rules, ['ladders', id]),
      ...(rules.exhausted?.message === undefined ? {} : { unreachedMailbox: rules.exhausted.message }),
      ...buildTold(draft, findings, names, rules, ['ladders', id]),
    }
  }
  return ladders
}

function secondsOrNever(written: Seconds | 'never'): Seconds | null {
  return written === 'never' ? null : written
}

/** An unreached incident is rung for again unless the rules say never. */
function buildRetry(findings: Findings, names: TargetNames, ladder: LadderRules, path: Path): { retry?: Retry } {
  const retry = ladder.exhausted?.retry ?? {}
  if (retry === 'never') return {}
  const written = [...path, 'exhausted', 'retry']
  const widen = [...written, 'widen']
  const everySeconds = retry.every ?? DEFAULTS.retryEverySeconds
  const forSeconds = retry.for ?? DEFAULTS.retryForSeconds
  if (everySeconds > forSeconds) {
    const place = keyAt(findings, [...written, 'for'], [...written, 'every'], written)
    const [every, most] = [durationText(everySeconds), durationText(forSeconds)]
    error(findings, place, `it would never be rung again: the first retry comes after ${every}, and all are over after ${most}`, {
      expected: `\`for\` as long as \`every\` (${every}) or longer`,
      hint: 'write `retry: never` if it is only to stay open',
    })
  }
  return {
    retry: {
      everySeconds,
      forSeconds,
      widen: (retry.widen ?? []).map((who, at) => ({
        targets: who.flatMap((one, nth) =>
          target(findings, names, one, [
            [...widen, at, nth],
            [...widen, at],
          ]),
        ),
        mode: 'each',
        ringSeconds: ladder.ring ?? DEFAULTS.ringSeconds,
        tries: 1,
      })),
    },
  }
}

function buildTold(
  draft: Draft,
  findings: Findings,
  names: TargetNames,
  ladder: LadderRules,
  path: Path,
): Pick<Ladder, 'notify'> {
  const written = ladder.exhausted?.notify
  if (written === undefined) return {}
  const place = [...path, 'exhausted', 'notify']
  return { notify: buildExhaustedNotify(draft, findings, names, written, place) }
}

function buildRung(findings: Findings, names: TargetNames, ladder: LadderRules, path: Path, at: number): Rung {
  const rung = ladder.rungs[at]
  const listed = [...path, 'who']
  return {
    targets: (rung?.who ?? []).flatMap((who, nth) => target(findings, names, who, [[...listed, nth], listed])),
    mode: rung?.mode ?? 'each',
    ringSeconds: rung?.ring ?? ladder.ring ?? DEFAULTS.ringSeconds,
    tries: rung?.tries ?? ladder.tries ?? DEFAULTS.tries,
  }
}
