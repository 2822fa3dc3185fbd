// The laboratory kept running in the background for scripts/lab: box, daemon, carrier and telephones, with the rules of the demo.
// Takes commands over a Unix socket and answers with lines as they come. Started by scripts/lab; the argument is its directory.
import { rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { compileRules } from '../../src/rules/load.ts'
import { startScene } from '../../test/laboratory/scene.ts'
import { demoRules, lines, zonesFor } from '../demonstration/rules.ts'
import { nameOf, openTimeline } from '../demonstration/timeline.ts'
import { type Bench, perform, setTelephones } from './commands.ts'

const [directory = ''] = process.argv.slice(2)
const socket = `${directory}/control.sock`
const zones = zonesFor(Date.now())
const watchers = new Set<ServerResponse>()

const scene = await startScene({ directory, entry: 'src/main.ts', rules: ports => demoRules(ports, zones) })
const compiled = compileRules(new Map(Object.entries(demoRules(scene.lab.ports, zones))))
if (!compiled.ok) throw new Error('the rules of the laboratory are wrong')
await scene.startDaemon()
const timeline = openTimeline(scene, compiled.plan, { write: tellEverybody })
timeline.heading(
  `Started. It is night at Oak Creek (${lines.oakCreek}) and office hours at Lakeside (${lines.lakeside}).`,
  zones.oakCreek,
)
const arrived = scene.lab.carrier.onArrival
scene.lab.carrier.onArrival = leg => {
  timeline.says(nameOf(leg.number), `${leg.number} is called over ${leg.trunk}, from ${leg.callerNumber}`)
  timeline.follows(leg, nameOf(leg.number))
  arrived(leg)
}
const bench: Bench = { scene, timeline, zones, behaviours: new Map(), callers: 0 }
setTelephones(bench)

const server = createServer((request, response) => {
  let body = ''
  request.on('data', chunk => {
    body += String(chunk)
  })
  request.on('end', () => void answer(JSON.parse(body) as readonly string[], response))
})
server.listen(socket)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())

async function answer([command = '', ...words]: readonly string[], response: ServerResponse): Promise<void> {
  if (command === 'watch' || command === 'call') {
    watchers.add(response)
    response.on('close', () => watchers.delete(response))
  }
  if (command === 'watch') return
  try {
    if (command === 'stop') setImmediate(() => void stop())
    const text = command === 'stop' ? 'stopped' : await perform(bench, command, words)
    if (command === 'call') await timeline.settled()
    response.end(`${text}\n`)
  } catch (error) {
    // A status can't follow what was written already: the last line tells the client.
    if (!response.headersSent) response.statusCode = 400
    response.end(`scripts/lab: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}

function tellEverybody(text: string): void {
  process.stdout.write(text)
  for (const watcher of watchers) watcher.write(text)
}

async function stop(): Promise<void> {
  server.close()
  timeline.stop()
  for (const watcher of watchers) watcher.end()
  await scene.stop()
  rmSync(socket, { force: true })
  process.exit(0)
}
