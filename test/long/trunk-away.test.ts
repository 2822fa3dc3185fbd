// A trunk whose peer is away, on the real PBX: the call goes on over the next one, `status` says which trunk does not answer, and no longer
// says so when the peer is back.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const AWAY = '127.0.0.88'
const scene = useScene({ rules })

/** carrier-c is preferred, and nobody is there. */
function rules(ports: Ports): Record<string, string> {
  const usual = laboratoryRules(ports)
  const box = (usual['box.yaml'] ?? '')
    .replace(
      '  maple-pbx: {',
      `  carrier-c: { host: ${AWAY}, port: ${ports.carrierSip}, outbound: yes, owns: ["+15125550100"] }\n  maple-pbx: {`,
    )
    .replace('outbound: [carrier-a, carrier-b]', 'outbound: [carrier-c, carrier-a]')
  return { ...usual, 'box.yaml': box }
}

async function alarms(): Promise<string[]> {
  const said = await nightbell(['status', '--json', '--state', scene().state])
  return (JSON.parse(said.stdout) as { alarms: { what: string }[] }).alarms.map(({ what }) => what)
}

/** The peer: it answers every OPTIONS and can carry no call. */
async function peer(port: number) {
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const text = message.toString()
    if (text.startsWith('ACK')) return
    const header = (name: RegExp): string[] => text.split('\r\n').filter(each => name.test(each))
    const kept = [...header(/^via:/i), ...header(/^from:/i), ...header(/^(call-id|cseq):/i)]
    const to = header(/^to:/i).map(each => (each.includes(';tag=') ? each : `${each};tag=peer`))
    const status = text.startsWith('OPTIONS') ? '200 OK' : '503 Service Unavailable'
    socket.send([`SIP/2.0 ${status}`, ...kept, ...to, 'Content-Length: 0', '', ''].join('\r\n'), from.port, from.address)
  })
  socket.bind(port, AWAY)
  await once(socket, 'listening')
  return socket
}

test('the next trunk rings, status says which does not answer, and stops saying so when it is back', async () => {
  const { lab, fact, logged } = scene()
  await logged('"msg":"a trunk is in trouble"')
  expect(await alarms()).toContain('trunk carrier-c does not answer')
  const ana = lab.phone(phone.ana)
  ana.answers().hearing().presses('5')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770061' })
  await call.answered()
  await call.presses('1')
  await fact('dialled', { trunk: 'carrier-c', person: 'ana' })
  await fact('dialled', { trunk: 'carrier-a', person: 'ana' })
  await fact('owned', { person: 'ana' })
  await call.ended(60_000)
  const back = await peer(lab.ports.carrierSip)
  try {
    // Asterisk would ask again after 30 s at most; the daemon asks Asterisk every 10 s.
    await lab.box.pbx.command('pjsip qualify trunk-carrier-c')
    // Others may have been away for a moment, too.
    await logged('"trunk":"carrier-c","msg":"the trunk can be reached again"')
    expect((await alarms()).filter(what => what.includes('carrier-c'))).toEqual([])
  } finally {
    back.close()
  }
})
