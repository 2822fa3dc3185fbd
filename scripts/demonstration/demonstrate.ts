// The demo: starts the box, the daemon from dist/ and the carrier, plays four stories and shows them as they happen. Exit code 0 if
// all four went as told, 1 otherwise. Called by scripts/demo; the first argument is the directory to work in.
import { execFileSync } from 'node:child_process'
import { compileRules } from '../../src/rules/load.ts'
import { type Scene, startScene } from '../../test/laboratory/scene.ts'
import { demoRules, type Zones, zonesFor } from './rules.ts'
import { calledBack, leasingEnquiry, officeDoesNotAnswer, type Story, waterAtNight } from './stories.ts'
import { nameOf, openTimeline, type Timeline } from './timeline.ts'

const ENTRY = 'dist/main.js'

const [directory = ''] = process.argv.slice(2)
const zones = zonesFor(Date.now())
const began = performance.now()
// The laboratory's observer (ari-client) greets with a complaint about its own age.
const { log } = console
console.log = () => undefined
const scene = await startScene({ directory, entry: ENTRY, rules: ports => demoRules(ports, zones) })
console.log = log
try {
  await scene.startDaemon()
  await demonstrate(scene, zones)
} catch (error) {
  console.error(`\nThe demo went wrong: ${error instanceof Error ? error.message : String(error)}`)
  console.error(`\nThe end of the daemon's log:\n${scene.daemonLog().trimEnd().split('\n').slice(-20).join('\n')}`)
  console.error(`\nIts files are in ${directory}.`)
  process.exitCode = 1
} finally {
  await scene.stop()
}

async function demonstrate(on: Scene, { oakCreek, lakeside }: Zones): Promise<void> {
  const compiled = compileRules(new Map(Object.entries(demoRules(on.lab.ports, zones))))
  if (!compiled.ok) throw new Error('the rules of the demo are wrong')
  const timeline = openTimeline(on, compiled.plan, process.stdout)
  const arrived = on.lab.carrier.onArrival
  on.lab.carrier.onArrival = leg => {
    timeline.says(nameOf(leg.number), `${leg.number} is called over ${leg.trunk}, from ${leg.callerNumber}`)
    timeline.follows(leg, nameOf(leg.number), leg.trunk === 'office' ? undefined : 'Nightbell. Urgent.')
    arrived(leg)
  }
  timeline.plain(`Asterisk ${on.lab.installation.version}, the daemon and a second Asterisk as carrier and telephones run.`)
  timeline.plain(`It is night in ${oakCreek}, where Oak Creek lies today, and office hours in ${lakeside}, where Lakeside lies.`)
  try {
    const first = await play(on, timeline, '1. Water through the ceiling, at night', oakCreek, waterAtNight)
    await play(on, timeline, '2. Office hours, and the office does not answer', lakeside, officeDoesNotAnswer)
    await play(on, timeline, '3. A caller who hangs up is called back', oakCreek, calledBack)
    await play(on, timeline, '4. A leasing enquiry, at night', oakCreek, leasingEnquiry)
    await timeline.settled()
    askTheLog(on, timeline, first)
  } finally {
    timeline.stop()
  }
  timeline.plain(`\nAll four calls went as they should, in ${Math.round((performance.now() - began) / 1000)} s.`)
}

/** Gives the call's id. Afterwards nothing may be left on the box, and the journal must decide the same again. */
async function play(on: Scene, timeline: Timeline, title: string, zone: string, story: Story): Promise<string> {
  await timeline.settled()
  timeline.heading(title, zone)
  await story(on, timeline)
  await timeline.settled()
  const troubles = on.lab.troubles()
  if (troubles.length > 0) throw new Error(`a telephone could not do its part: ${troubles.join(', ')}`)
  const left = await on.lab.box.leftovers()
  await on.lab.reset()
  if (left.length > 0) throw new Error(`left on the box: ${left.join(', ')}`)
  const { calls, differing } = on.replayAgrees()
  if (calls !== 1 || differing.length > 0) throw new Error(`replay of ${calls} calls differs: ${differing.join('\n')}`)
  timeline.says('proof', 'decided again from the journal, the call comes out the same; nothing of it is left on the box')
  return (await on.fact('arrived')).stream
}

function askTheLog(on: Scene, timeline: Timeline, call: string): void {
  timeline.heading('What the log says', 'UTC')
  for (const words of [
    ['calls', 'list'],
    ['calls', 'show', call],
    ['log', 'verify'],
    ['report', 'service', '--during', '1h'],
    ['report', 'exceptions', '--during', '1h'],
  ]) {
    timeline.plain(`\n$ nightbell ${words.join(' ')}`)
    const args = [ENTRY, ...words, '--state', on.state, '--config', on.config]
    timeline.plain(execFileSync(process.execPath, args, { encoding: 'utf8' }).trimEnd())
  }
}
