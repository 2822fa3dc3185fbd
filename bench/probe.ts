// Calls with real audio, placed beside the load: a caller and a telephone that send each other a pattern, to measure from the moment
// the telephone lets go of "1" until each side hears the other. Called by the measurements; the same for all three systems.
import { createSocket } from 'node:dgram'
import { ADDRESSES, LOAD_PROPERTIES, lineOf, PORTS, PROPERTIES, type System } from './portfolio.ts'
import { openRtp, type RtpStream } from './rtp-stream.ts'
import { answer, type Dialog, header, mediaOf, readSip, request, type SipMessage, sdp } from './sip-words.ts'

/** A-law bytes that are neither silence nor likely in speech for a whole packet. */
const CALLER = 0x2a
const TELEPHONE = 0x93

/** Nothing was heard for so long: it is over, and no pause between two sentences. */
const SILENT_MS = 1000
/** No sentence is longer. */
const PROMPT_MS = 20_000
/** A key that is not answered within this time is not answered. */
const KEY_MS = 5000

export interface Probe {
  /** Places one call; resolves with the ms from "1" to two-way audio, or null when it never came. */
  call(system: System): Promise<number | null>
  /**
   * A caller of Nightbell who presses 1 when the menu has been said, and # when asked to speak; resolves with the ms from letting go of
   * each key to the first packet of what is said or played then, or null where nothing came.
   */
  keys(line: string): Promise<(number | null)[]>
  close(): void
}

export async function openProbe(): Promise<Probe> {
  const address = ADDRESSES.probe
  const side = (rtpPort: number) => ({ address, sipPort: PORTS.probe, rtpPort })
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(PORTS.probe, address, resolve))
  const callers = new Map<string, (message: SipMessage) => void>()
  const telephones = new Map<string, (invite: SipMessage) => void>()
  let next = 0

  function send(text: string): void {
    socket.send(text, PORTS.sip, ADDRESSES.box)
  }

  socket.on('message', data => {
    const message = readSip(String(data))
    const caller = callers.get(header(message, 'call-id'))
    if (message.start.startsWith('SIP/2.0')) caller?.(message)
    else if (message.start.startsWith('INVITE')) {
      const number = /^INVITE sip:([^@]+)@/.exec(message.start)?.[1] ?? ''
      const telephone = telephones.get(number)
      if (telephone === undefined) send(answer(message, '404 Not Found', 'probe', side(0)))
      else telephone(message)
    } else if (!message.start.startsWith('ACK')) send(answer(message, '200 OK', 'probe', side(0)))
  })

  async function call(system: System): Promise<number | null> {
    const nth = next++
    const n = LOAD_PROPERTIES + (nth % (PROPERTIES - LOAD_PROPERTIES))
    const caller = await openRtp(address, CALLER, TELEPHONE)
    const telephone = await openRtp(address, TELEPHONE, CALLER)
    const number = `+1512556${1000 + n}`
    let rung: SipMessage | null = null
    const pressedAt = new Promise<number>(resolve => {
      telephones.set(number, invite => {
        rung = invite
        void ring(invite, telephone).then(resolve)
      })
    })
    const talk = await dial(`probe-${process.pid}-${nth}`, lineOf(system, n), caller)
    if (talk === null) return null
    await wait(700)
    await caller.press(1)
    await wait(500)
    await caller.press(11)
    const from = await Promise.race([pressedAt, wait(6000)])
    let ms: number | null = null
    if (from !== undefined) {
      for (let waited = 0; waited < 3000 && ms === null; waited += 50) {
        await wait(50)
        const [a, b] = [caller.heardAt(), telephone.heardAt()]
        if (a !== null && b !== null) ms = Math.max(a, b) - from
      }
    }
    await wait(300)
    send(request('BYE', talk, side(0), 2))
    await wait(500)
    // It hears no more of what it is asked than a telephone of the load does; one that is hung up already is answered 481.
    if (rung !== null) send(request('BYE', dialogOf(rung, telephone), side(0), 1))
    await wait(500)
    telephones.delete(number)
    callers.delete(talk.callId)
    caller.close()
    telephone.close()
    return ms
  }

  async function keys(line: string): Promise<(number | null)[]> {
    const nth = next++
    const caller = await openRtp(address, CALLER, TELEPHONE)
    const talk = await dial(`keys-${process.pid}-${nth}`, line, caller)
    const answers: (number | null)[] = []
    for (const key of talk === null ? [] : [1, 11]) {
      if (!(await fallenSilent(caller))) break
      const released = await caller.press(key)
      const heard = await Promise.race([caller.next(), wait(KEY_MS)])
      answers.push(heard === undefined ? null : heard - released)
    }
    if (talk !== null) {
      send(request('BYE', talk, side(0), 2))
      await wait(500)
      callers.delete(talk.callId)
    }
    caller.close()
    return answers.length === 2 ? answers : [...answers, null]
  }

  /** What is being said has ended: nothing has come for a while. */
  async function fallenSilent(rtp: RtpStream): Promise<boolean> {
    for (let waited = 0; waited < PROMPT_MS; waited += 50) {
      await wait(50)
      if (rtp.soundAt() > 0 && performance.now() - rtp.soundAt() > SILENT_MS) return true
    }
    return false
  }

  /** Resolves when the call is answered; null when it isn't. */
  function dial(callId: string, line: string, rtp: RtpStream): Promise<Dialog | null> {
    const uri = `sip:${line}@${ADDRESSES.box}:${PORTS.sip}`
    const from = `<sip:+15125580001@${address}>;tag=${callId}`
    return new Promise(resolve => {
      const late = setTimeout(() => resolve(null), 8000)
      callers.set(callId, message => {
        if (!header(message, 'cseq').endsWith('INVITE') || message.start.startsWith('SIP/2.0 1')) return
        const contact = /<([^>]+)>/.exec(header(message, 'contact'))?.[1] ?? uri
        const dialog = { uri: contact, callId, from, to: header(message, 'to') }
        send(request('ACK', dialog, side(rtp.port), 1))
        clearTimeout(late)
        const { address: host, port } = mediaOf(message)
        if (port > 0) rtp.sendTo(host, port)
        resolve(message.start.startsWith('SIP/2.0 200') ? dialog : null)
      })
      send(request('INVITE', { uri, callId, from, to: `<${uri}>` }, side(rtp.port), 1, sdp(side(rtp.port))))
    })
  }

  /** As the telephone sees it. */
  function dialogOf(invite: SipMessage, rtp: RtpStream): Dialog {
    const uri = /<([^>]+)>/.exec(header(invite, 'contact'))?.[1] ?? ''
    const from = `${header(invite, 'to')};tag=${tagOf(rtp)}`
    return { uri, callId: header(invite, 'call-id'), from, to: header(invite, 'from') }
  }

  /** The telephone rings, answers, listens for a second and presses 1. */
  async function ring(invite: SipMessage, rtp: RtpStream): Promise<number> {
    const tag = tagOf(rtp)
    send(answer(invite, '180 Ringing', tag, side(rtp.port)))
    await wait(300)
    send(answer(invite, '200 OK', tag, side(rtp.port), sdp(side(rtp.port))))
    const { address: host, port } = mediaOf(invite)
    rtp.sendTo(host, port)
    await wait(1000)
    return rtp.press(1)
  }

  function tagOf(rtp: RtpStream): string {
    return `t${rtp.port}`
  }

  return { call, keys, close: () => socket.close() }
}

function wait(ms: number): Promise<undefined> {
  return new Promise(resolve => setTimeout(() => resolve(undefined), ms))
}
