// Dials one leg and makes sure that nothing of its life is missed: the leg is originated into the dialplan (so that it outlives
// the daemon), subscribed to, and looked at once; what happened in between becomes an input. Called by connect.ts. Never throws.
import type { Command } from '../core/world/commands.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Done, Log, Witness } from '../daemon/ports.ts'
import { plainText } from './arrival-words.ts'
import type { Answer, AriHttp } from './http.ts'
import { piece } from './http.ts'
import { DONE, doneOf } from './requests.ts'
import { CHANNEL } from './shapes.ts'

type Dial = Extract<Command, { do: 'dial' }>

export interface DialNeeds {
  readonly http: AriHttp
  readonly app: string
  readonly witness: Witness
  readonly log: Log
  readonly emit: (input: Input) => void
  readonly sleep?: (ms: number) => Promise<void>
}

/** How often and how long apart the witness is asked: Asterisk writes its log a moment after the end. */
const LOOKS = 8
const LOOK_EVERY_MS = 75

export async function dialLeg(needs: DialNeeds, command: Dial): Promise<Done> {
  const { http, app, log } = needs
  if (!/^\+?\d{3,20}$/.test(command.number) || !/^[\w.-]+$/.test(command.trunk)) {
    return { ok: false, gone: false, reason: 'not a number or not a trunk that can be dialled' }
  }
  const made = await http.ask('POST', '/channels', {
    again: true, // a second one of the same id is answered with 409
    body: {
      endpoint: `PJSIP/${command.number}@trunk-${command.trunk}`,
      context: 'nightbell-leg',
      extension: 's',
      priority: 1,
      channelId: command.channel,
      callerId: callerIdOf(command.callerName, command.callerId),
      timeout: Math.max(1, Math.round(command.timeoutSeconds)),
    },
  })
  if (made.status === null) {
    // Unknown whether it was dialled: a leg that exists was.
    const there = await http.ask('GET', `/channels/${piece(command.channel)}`)
    if (there.status !== 200) return doneOf(made)
  } else if (made.status >= 300 && made.status !== 409) return doneOf(made)

  const listening = await http.ask('POST', `/applications/${piece(app)}/subscription`, {
    query: { eventSource: `channel:${command.channel}` },
    again: true,
  })
  // 422: no such channel. 404 is about the application: our socket is down, and what comes after the reconnect looks for itself.
  if (listening.status === 422) await settleFromWitness(needs, command.channel)
  else {
    if (listening.status !== 200) log.warn({ leg: command.channel, reason: listening.message }, 'could not subscribe to a leg')
    await look(needs, command.channel)
  }
  return DONE
}

/** Turns a state that came before the subscription into the input that was missed. */
async function look(needs: DialNeeds, leg: string): Promise<void> {
  const seen: Answer = await needs.http.ask('GET', `/channels/${piece(leg)}`)
  if (seen.status === 404) return settleFromWitness(needs, leg)
  const channel = CHANNEL.safeParse(seen.body)
  // An answered leg announces itself when it enters the application.
  if (channel.success && channel.data.state === 'Ringing') needs.emit({ type: 'legRinging', channel: leg })
}

async function settleFromWitness(needs: DialNeeds, leg: string): Promise<void> {
  const sleep = needs.sleep ?? (ms => new Promise<void>(done => setTimeout(done, ms)))
  let cause = 0
  for (let n = 0; n < LOOKS && cause === 0; n++) {
    if (n > 0) await sleep(LOOK_EVERY_MS)
    const seen = await needs.witness.of(leg)
    if (seen.state !== 'gone') return
    if (seen.witness === 'unreadable') break
    if (seen.witness.dialled) cause = seen.witness.cause
  }
  if (cause === 0) needs.log.warn({ leg }, 'a leg ended unseen, and the witness does not know why')
  needs.emit({ type: 'ended', channel: leg, cause, sip: null, fax: false })
}

/** `"name" <number>` as Asterisk reads it: no quotes, brackets or backslashes inside the name. */
export function callerIdOf(name: string, number: string): string {
  const plain = (plainText(name) ?? '').replaceAll(/["<>\\]/g, '').slice(0, 60)
  return `"${plain}" <${number.replaceAll(/[^+\d]/g, '')}>`
}
