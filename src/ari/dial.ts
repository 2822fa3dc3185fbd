// Dials one leg: it is originated into the dialplan, so that it outlives the daemon. Whatever becomes of it comes as events, for the
// socket brings those of every channel. Called by connect.ts. Never throws.
import type { Command } from '../core/world/commands.ts'
import type { Done } from '../daemon/ports.ts'
import { plainText } from './arrival-words.ts'
import { type AriHttp, piece } from './http.ts'
import { DONE, doneOf } from './requests.ts'

type Dial = Extract<Command, { do: 'dial' }>

export async function dialLeg(ask: AriHttp['ask'], command: Dial): Promise<Done> {
  if (!/^\+?\d{3,20}$/.test(command.number) || !/^[\w.-]+$/.test(command.trunk)) {
    return { ok: false, gone: false, reason: 'not a number or not a trunk that can be dialled' }
  }
  const made = await ask('POST', '/channels', {
    quick: true,
    again: true, // a second one of the same id is answered with 409
    body: {
      endpoint: `PJSIP/${command.number}@trunk-${command.trunk}`,
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
  if (made.status === 409) return DONE
  if (made.status !== null) return doneOf(made)
  // Unknown whether it was dialled: a leg that exists was.
  const there = await ask('GET', `/channels/${piece(command.channel)}`)
  return there.status === 200 ? DONE : doneOf(made)
}

/** `"name" <number>` as Asterisk reads it: no quotes, brackets or backslashes inside the name. */
function callerIdOf(name: string, number: string): string {
  const plain = (plainText(name) ?? '').replaceAll(/["<>\\]/g, '').slice(0, 60)
  return `"${plain}" <${number.replaceAll(/[^+\d]/g, '')}>`
}
