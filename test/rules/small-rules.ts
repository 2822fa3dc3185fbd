// The smallest complete rules, in one text, for tests that break them in one place.
import { type Compiled, compileRules, formatProblem } from '../../src/rules/load.ts'

export const SMALL = `box:
  name: Nightbell
  caller-id: +1 512 555 0100
  zone: America/Chicago
  failsafe: [+1 512 555 0151, +1 512 555 0152]
trunks:
  carrier-a:
    host: 192.0.2.10
    outbound: yes
    owns: [+1 512 555 0100, +1 512 555 0101]
people:
  sam-ortiz:
    name: Sam Ortiz
    phones: [+1 512 555 0151]
  lee-park:
    name: Lee Park
    phones: [+1 512 555 0152]
    roles: [manager]
schedules:
  nights:
    rotations:
      - people: [sam-ortiz, lee-park]
        every: week
        from: 2026-01-05 08:00
ladders:
  emergencies:
    rungs:
      - who: nights
      - who: manager
menus:
  residents:
    keys:
      1:
        for: an emergency
        escalate: emergencies
      2:
        for: anything else
        message: office
properties:
  oak-creek:
    name: Oak Creek
    lines: [+1 512 555 0101]
    menu: residents
`

/** The small rules with `wrong` in place of `text` (once); the tail is added below. */
export function broken(text: string, wrong: string, tail = ''): Compiled {
  if (!SMALL.includes(text)) throw new Error(`the small rules do not hold: ${text}`)
  return compile(SMALL.replace(text, () => wrong) + tail)
}

export function compile(text: string): Compiled {
  return compileRules(new Map([['rules.yaml', text]]))
}

/** Everything that `check` would print. */
export function printed(compiled: Compiled, sources: ReadonlyMap<string, string>): string {
  const problems = compiled.ok ? compiled.warnings : [...compiled.problems, ...compiled.warnings]
  return problems.map(problem => formatProblem(problem, sources.get(problem.file) ?? '')).join('\n')
}

/** One line for each problem: `line:column severity: message | expected | hint`. */
export function told(compiled: Compiled): string[] {
  const problems = compiled.ok ? compiled.warnings : [...compiled.problems, ...compiled.warnings]
  return problems.map(({ line, column, severity, message, expected, hint }) =>
    [`${line}:${column} ${severity}: ${message}`, expected ?? '-', hint ?? '-'].join(' | '),
  )
}
