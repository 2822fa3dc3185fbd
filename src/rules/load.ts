// All rule files under a directory → a Plan, or every problem at once. Called by run.ts, the reload, and the commands that ask the rules.
import { type Compiled, compileRules, type Looking } from './compile.ts'
import { sortProblems } from './problem.ts'
import { type RuleTexts, readRuleTexts } from './rule-texts.ts'

export { type Compiled, compileRules } from './compile.ts'
export { formatProblem, type Problem } from './problem.ts'

/** With `now`, `check` looks at the next 52 weeks too. */
export function loadRules(directory: string, more: Looking = {}): Compiled {
  return compileTexts(readRuleTexts(directory), more)
}

/** The limit of time counts from here, unless whoever asks has a clock of their own. */
export function compileTexts({ files, problems }: RuleTexts, asked: Looking = {}): Compiled {
  const begun = performance.now()
  const more: Looking = { elapsed: () => performance.now() - begun, ...asked }
  if (problems.length === 0) return compileRules(files, more)
  // Still say what else is wrong.
  const rest = compileRules(files, { ...more, incomplete: true })
  return { ok: false, problems: sortProblems([...problems, ...(rest.ok ? [] : rest.problems)]), warnings: rest.warnings }
}
