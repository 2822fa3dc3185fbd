// What a person can do in the laboratory by hand: call, set telephones and trunks, stop and start the daemon, look. Each command gives
// the text to print, or throws an Error that says what is expected. Called by serve.ts.
import { parseArgs } from 'node:util'
import { consoleOf } from '../../src/pbx/start.ts'
import { type Source, sources } from '../../test/laboratory/carrier-configuration.ts'
import type { Leg } from '../../test/laboratory/leg.ts'
import type { Phone } from '../../test/laboratory/phone.ts'
import type { Scene } from '../../test/laboratory/scene.ts'
import { lines, phones, whose, type Zones } from '../demonstration/rules.ts'
import type { Timeline } from '../demonstration/timeline.ts'

export interface Bench {
  readonly scene: Scene
  readonly timeline: Timeline
  readonly zones: Zones
  /** What each telephone was told to do, in words. */
  readonly behaviours: Map<string, string>
  callers: number
}

/** A call that nobody ends is ended after so long, seconds. */
const LONGEST_CALL = 120

const behaviours: Readonly<Record<string, (phone: Phone) => Phone>> = {
  rings: phone => phone.rings(),
  busy: phone => phone.busy(),
  dead: phone => phone.dead(),
  declines: phone => phone.declines(),
  congested: phone => phone.congested(),
  unavailable: phone => phone.unavailable(),
  answers: phone => phone.answers({ after: 1000 }),
  accepts: phone => phone.answers({ after: 1000 }).hearing().pauses(3000).presses('1').says('Hello, how can I help you?'),
  passes: phone => phone.answers({ after: 1000 }).hearing().pauses(3000).presses('2'),
  voicemail: phone => phone.answersWithVoicemail(),
}

/** Sam does not hear the telephone, Dana takes everything. */
export function setTelephones(bench: Bench): void {
  for (const number of Object.keys(whose)) setPhone(bench, [number, number === phones.dana ? 'accepts' : 'rings'])
}

export async function perform(bench: Bench, command: string, words: readonly string[]): Promise<string> {
  switch (command) {
    case 'status':
      return status(bench)
    case 'call':
      return call(bench, words)
    case 'phone':
      return setPhone(bench, words)
    case 'trunk':
      return setTrunk(bench, words)
    case 'daemon':
      return daemon(bench, words)
    case 'cli':
      return cli(bench, words)
    default:
      throw new Error(`there is no command ${command}: scripts/lab --help`)
  }
}

async function status({ scene: { lab, config, state }, zones, behaviours: told }: Bench): Promise<string> {
  const { box, ports, addresses } = lab
  const left = await box.leftovers(0)
  const telephones = [...told].map(([number, does]) => `  ${number.padEnd(20)} ${(whose[number] ?? '').padEnd(8)} ${does}`)
  return [
    `lines      ${lines.oakCreek} Oak Creek (night, ${zones.oakCreek}), ${lines.lakeside} Lakeside (office hours, ${zones.lakeside})`,
    'telephones',
    ...telephones,
    `box        SIP ${addresses.box}:${ports.boxSip}, ARI ${box.ariUrl}`,
    `trunks     ${sources.map(name => `${name} ${addresses[name]}`).join(', ')}, all at port ${ports.carrierSip}`,
    `files      ${config}, ${state}, ${box.settings.directory}`,
    `on the box ${left.length === 0 ? 'nothing now' : left.join('\n           ')}`,
  ].join('\n')
}

async function call(bench: Bench, words: readonly string[]): Promise<string> {
  const { scene, timeline, zones } = bench
  const text = { type: 'string' } as const
  const several = { type: 'string', multiple: true } as const
  const flag = { type: 'boolean', multiple: true } as const
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    allowPositionals: true,
    tokens: true,
    options: {
      ...{ from: text, 'caller-id': text, name: text, diversion: text, for: text },
      ...{ press: several, wait: several, say: several, tone: several, hear: flag, quiet: flag, hangup: flag },
    },
  })
  const [line] = positionals
  if (line === undefined) throw new Error(`which line? scripts/lab call ${lines.oakCreek} --press 1`)
  const from = values.from ?? 'carrier-a'
  if (!isSource(from)) throw new Error(`--from ${from}: one of ${sources.join(', ')}`)
  bench.callers += 1
  const callerId = values['caller-id'] ?? `+1512777${String(bench.callers).padStart(4, '0')}`
  timeline.heading(`A call to ${line}`, line === lines.lakeside ? zones.lakeside : zones.oakCreek)
  timeline.says('resident', `${callerId} calls ${line}`)
  const leg = await scene.lab.resident.calls(line, {
    from,
    callerId,
    ...(values.name === undefined ? {} : { callerName: values.name }),
    ...(values.diversion === undefined ? {} : { diversion: values.diversion }),
  })
  timeline.follows(leg, 'resident')
  try {
    for (const token of tokens) if (token.kind === 'option') await take(leg, timeline, token.name, token.value ?? '')
    await leg.ended(Number(values.for ?? LONGEST_CALL) * 1000).catch(() => undefined)
  } finally {
    // Whatever went wrong, and a call that nobody ended.
    await leg.hangsUp()
  }
  return `what the resident heard: ${await leg.recording()}`
}

async function take(leg: Leg, timeline: Timeline, step: string, value: string): Promise<void> {
  const told = (what: string) => timeline.says('resident', what)
  switch (step) {
    case 'press':
      // A person presses when the menu has begun to speak.
      await leg.hears()
      told(`presses ${value}`)
      return leg.presses(value)
    case 'wait':
      return new Promise(resolve => setTimeout(resolve, Number(value) * 1000))
    case 'say':
      told(`says: "${value}"`)
      return leg.says(value)
    case 'tone':
      told(`plays ${value} Hz`)
      return leg.plays(Number(value))
    case 'hear':
      return void (await leg.hears())
    case 'quiet':
      return void (await leg.hearsQuiet())
    case 'hangup':
      told('hangs up')
      return leg.hangsUp()
  }
}

function setPhone({ scene, behaviours: told }: Bench, [number = '', behaviour = '', ...words]: readonly string[]): string {
  const set = behaviours[behaviour]
  if (number === '' || set === undefined) {
    throw new Error(`scripts/lab phone NUMBER ${Object.keys(behaviours).join('|')} [--press KEYS] [--say TEXT] [--tone HZ]`)
  }
  const several = { type: 'string', multiple: true } as const
  const { tokens } = parseArgs({ args: [...words], tokens: true, options: { press: several, say: several, tone: several } })
  const phone = set(scene.lab.phone(number))
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue
    if (token.name === 'press') phone.hearing().pauses(2000).presses(token.value)
    if (token.name === 'say') phone.says(token.value)
    if (token.name === 'tone') phone.plays(Number(token.value))
  }
  told.set(number, [behaviour, ...words].join(' '))
  return `${number} ${told.get(number)}`
}

function setTrunk({ scene }: Bench, [name = '', how = '']: readonly string[]): string {
  if (!isSource(name) || (how !== 'congested' && how !== 'works')) {
    throw new Error(`scripts/lab trunk ${sources.join('|')} congested|works`)
  }
  scene.lab.trunk(name)[how]()
  return `${name} ${how}`
}

async function daemon({ scene }: Bench, [what = '']: readonly string[]): Promise<string> {
  switch (what) {
    case 'stop':
      return `the daemon ended with ${await scene.stopDaemon()}`
    case 'kill':
      await scene.killDaemon()
      return 'the daemon is dead (kill -9)'
    case 'start':
      await scene.startDaemon()
      return 'the daemon answers calls'
    case 'log':
      return scene.daemonLog().trimEnd().split('\n').slice(-40).join('\n')
    default:
      throw new Error('scripts/lab daemon stop|kill|start|log')
  }
}

function cli({ scene: { lab } }: Bench, [which, ...words]: readonly string[]): Promise<string> {
  if (which !== 'box' && which !== 'carrier') throw new Error('scripts/lab cli box|carrier COMMAND')
  return consoleOf(lab.installation, `${lab.directory}/${which}`, words.join(' '))
}

function isSource(name: string): name is Source {
  return sources.some(source => source === name)
}
