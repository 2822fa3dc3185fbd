// Dials one leg and makes sure that nothing of its life is missed: the leg is originated into the dialplan (so that it outlives the daemon)
// and subscribed to in the same moment. Called by connect.ts. Never throws.
import type { Command } from '../core/world/commands.ts'
import type { Done } from '../daemon/ports.ts'
import { plainText } from './arrival-words.ts'
import { type AriHttp, piece } from './http.ts'
import { isGone, type Listening } from './listen.ts'
import { DONE, doneOf } from './requests.ts'

type Dial = Extract<Command, { do: 'dial' }>

/** Of a trunk of the rules: nothing in it ends an argument. */
const ADDRESS = /^[\w.:;=[\]-]*$/

export interface DialNeeds {
  readonly ask: AriHttp['ask']
  readonly listening: Listening
}

export async function dialLeg({ ask, listening }: DialNeeds, command: Dial): Promise<Done> {
  if (!/^\+?\d{3,20}$/.test(command.number) || !/^[\w.-]+$/.test(command.trunk) || !ADDRESS.test(command.at ?? '')) {
    return { ok: false, gone: false, reason: 'not a number or not a trunk that can be dialled' }
  }
  const asked = ask('POST', '/channels', {
    quick: true,
    again: true, // a second one of the same id is answered with 409
    body: {
      endpoint: endpointOf(command),
      context: 'nightbell-leg',
      extension: 's',
      priority: 1,
      channelId: command.channel,
      callerId: callerIdOf(command.callerName, command.callerId),
      // Counted with the trunk's callers (asterisk/extensions.conf).
      variables: { 'GROUP(nightbell-trunk)': command.trunk },
      timeout: Math.max(1, Math.round(command.timeoutSeconds)),
    },
  })
  // Right behind it over the same socket: it can't ring before that is read.
  const first = listening.subscribe(command.channel)
  const made = await asked
  const early = await first
  if (made.status === null) {
    // Unknown whether it was dialled: a leg that exists was.
    const there = await ask('GET', `/channels/${piece(command.channel)}`)
    if (there.status !== 200) return doneOf(made)
  } else if (made.status >= 300 && made.status !== 409) return doneOf(made)

  // Over other connections the one may have overtaken the other.
  const heard = early.status === 200 ? early : await listening.subscribe(command.channel)
  if (isGone(heard)) await listening.settle(command.channel)
  else if (made.status !== 200 || heard !== early) await listening.look(command.channel)
  return DONE
}

/** By its address a trunk is dialled though it has not answered OPTIONS; otherwise Asterisk makes no channel (500). */
function endpointOf({ number, trunk, at }: Dial): string {
  return at === undefined ? `PJSIP/${number}@trunk-${trunk}` : `PJSIP/trunk-${trunk}/sip:${number}@${at}`
}

/** `"name" <number>` as Asterisk reads it: no quotes, brackets or backslashes inside the name. */
function callerIdOf(name: string, number: string): string {
  const plain = (plainText(name) ?? '').replaceAll(/["<>\\]/g, '').slice(0, 60)
  return `"${plain}" <${number.replaceAll(/[^+\d]/g, '')}>`
}
