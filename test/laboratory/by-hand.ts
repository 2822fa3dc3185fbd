// The laboratory as a background process for scripts/lab: takes commands over a Unix socket, prints what happens.
// Started by scripts/lab with its directory as the only argument.
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { consoleOf } from '../../src/pbx/start.ts'
import { type Source, sources } from './carrier-configuration.ts'
import { type Laboratory, startLaboratory } from './laboratory.ts'
import type { Leg } from './leg.ts'
import type { Phone } from './phone.ts'

const behaviours: Readonly<Record<string, (phone: Phone) => unknown>> = {
  rings: phone => phone.rings(),
  busy: phone => phone.busy(),
  dead: phone => phone.dead(),
  declines: phone => phone.declines(),
  congested: phone => phone.congested(),
  answers: phone => phone.answers(),
  accepts: phone =>
    phone.answers({ after: 1000 }).hearing().pauses(2000).presses('1').says('Hello, this is the technician. What happened?'),
  passes: phone => phone.answers({ after: 1000 }).hearing().pauses(2000).presses('2'),
  voicemail: phone => phone.answersWithVoicemail(),
}

const callHelp = `scripts/lab call LINE [--from ${sources.join('|')}] [--caller-id NUMBER] [--name TEXT] [--diversion NUMBER]
  [--do STEP]...   in order: press:1  wait:3 (seconds)  say:some words  tone:600  hear (waits for sound)  quiet
  Without --do hangup the call stays up until the other side ends it, or --for SECONDS (default 120).`

const directory = process.argv[2] ?? '/tmp/nightbell-by-hand'
const lab = await startLaboratory({ directory })
const arrived = lab.carrier.onArrival
lab.carrier.onArrival = leg => {
  tell(leg)
  arrived(leg)
}

const server = createServer((request, response) => {
  let body = ''
  request.on('data', chunk => {
    body += String(chunk)
  })
  request.on('end', () => {
    perform(lab, JSON.parse(body) as readonly string[]).then(
      text => response.end(`${text}\n`),
      (error: Error) => {
        response.statusCode = 400
        response.end(`${error.message}\n`)
      },
    )
  })
})
server.listen(`${directory}/control.sock`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())

async function perform(on: Laboratory, [command, ...words]: readonly string[]): Promise<string> {
  if (command === 'status') return status(on)
  if (command === 'call') return call(on, words)
  if (command === 'cli') return cli(on, words)
  if (command === 'phone') {
    const [number = '', behaviour = ''] = words
    const set = behaviours[behaviour]
    if (set === undefined) throw new Error(`a telephone does one of: ${Object.keys(behaviours).join(', ')}`)
    set(on.phone(number))
    return `${number} ${behaviour}`
  }
  if (command === 'trunk') {
    const [name = '', how = ''] = words
    if (!sources.includes(name as Source) || (how !== 'congested' && how !== 'works')) {
      throw new Error(`scripts/lab trunk ${sources.join('|')} congested|works`)
    }
    on.trunk(name as Source)[how]()
    return `${name} ${how}`
  }
  setImmediate(() => void stop())
  return 'stopped'
}

async function status({ box, ports, addresses }: Laboratory): Promise<string> {
  const left = await box.leftovers(0)
  return [
    `box       ${addresses.box}:${ports.boxSip}, ARI ${box.ariUrl} user ${box.settings.ari.user} password ${box.settings.ari.password}`,
    `carriers  ${sources.map(name => `${name} ${addresses[name]}`).join(', ')}, all at port ${ports.carrierSip}`,
    `lines     ${box.settings.lines.map(line => `${line.number} (${line.property})`).join(', ')}`,
    `failsafe  ${Object.values(box.settings.failsafe.byProperty).join(', ')}, box ${box.settings.failsafe.box}`,
    `files     ${directory}`,
    `on the box now: ${left.length === 0 ? 'nothing' : left.join('\n  ')}`,
  ].join('\n')
}

async function cli(on: Laboratory, [which, ...words]: readonly string[]): Promise<string> {
  if (which !== 'box' && which !== 'carrier') throw new Error('scripts/lab cli box|carrier COMMAND')
  return consoleOf(on.installation, `${directory}/${which}`, words.join(' '))
}

async function call(on: Laboratory, words: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      'caller-id': { type: 'string' },
      name: { type: 'string' },
      diversion: { type: 'string' },
      do: { type: 'string', multiple: true },
      for: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  const line = positionals[0]
  if (line === undefined || values.help === true) return callHelp
  const leg = await on.resident.calls(line, {
    from: (values.from ?? 'carrier-a') as Source,
    callerId: values['caller-id'] ?? '+15557770001',
    ...(values.name === undefined ? {} : { callerName: values.name }),
    ...(values.diversion === undefined ? {} : { diversion: values.diversion }),
  })
  tell(leg)
  for (const step of values.do ?? []) await take(leg, step)
  await leg.ended(Number(values.for ?? 120) * 1000).catch(() => leg.hangsUp())
  return `${leg.story()}\nheard: ${await leg.recording()}`
}

async function take(leg: Leg, step: string): Promise<void> {
  const [what = '', ...rest] = step.split(':')
  const detail = rest.join(':')
  if (what === 'press') await leg.presses(detail)
  else if (what === 'wait') await new Promise(resolve => setTimeout(resolve, Number(detail) * 1000))
  else if (what === 'say') await leg.says(detail)
  else if (what === 'tone') await leg.plays(Number(detail))
  else if (what === 'hear') await leg.hears()
  else if (what === 'quiet') await leg.hearsQuiet()
  else if (what === 'hangup') await leg.hangsUp()
  else throw new Error(`no such step: ${step}\n${callHelp}`)
}

function tell(leg: Leg): void {
  leg.onNote = event => {
    process.stdout.write(`${new Date(event.at).toISOString()} ${leg.number} over ${leg.trunk}: ${event.what} ${event.detail}\n`)
  }
}

async function stop(): Promise<void> {
  server.close()
  await lab.stop()
  rmSync(`${directory}/control.sock`, { force: true })
  process.exit(0)
}
