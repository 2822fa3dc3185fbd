// Dials one leg and makes sure that nothing of its life is missed: the leg is originated into the dialplan (so that it outlives the
// daemon). Where its trunk is not followed, it is subscribed to and looked at once; what happened in between becomes an input. Called
// by connect.ts. Never throws.
import type { Command } from '../core/world/commands.ts'
import type { Done } from '../daemon/ports.ts'
import { plainText } from './arrival-words.ts'
import { piece } from './http.ts'
import { type ListenNeeds, listenTo, settleFromWitness } from './listen.ts'
import { DONE, doneOf } from './requests.ts'
import { CHANNEL } from './shapes.ts'

type Dial = Extract<Command, { do: 'dial' }>

export interface DialNeeds extends ListenNeeds {
  /** Everything on this trunk is told anyhow. */
  readonly isFollowed: (trunk: string) => boolean
}

export async function dialLeg(needs: DialNeeds, command: Dial): Promise<Done> {
  const { http } = needs
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
      // Counted with the trunk's callers (asterisk/extensions.conf).
      variables: { 'GROUP(nightbell-trunk)': command.trunk },
      timeout: Math.max(1, Math.round(command.timeoutSeconds)),
    },
  })
  if (made.status === null) {
    // Unknown whether it was dialled: a leg that exists was.
    const there = await http.ask('GET', `/channels/${piece(command.channel)}`)
    if (there.status !== 200) return doneOf(made)
  } else if (made.status >= 300 && made.status !== 409) return doneOf(made)

  // One that was there before may have rung before anybody listened.
  if (needs.isFollowed(command.trunk) && made.status === 200) return DONE
  if ((await listenTo(needs, command.channel)) !== 'ended') await look(needs, command.channel)
  return DONE
}

/** Turns a state that came before the subscription into the input that was missed. */
async function look(needs: ListenNeeds, leg: string): Promise<void> {
  const seen = await needs.http.ask('GET', `/channels/${piece(leg)}`)
  if (seen.status === 404) return settleFromWitness(needs, leg)
  const channel = CHANNEL.safeParse(seen.body)
  // An answered leg announces itself when it enters the application.
  if (channel.success && channel.data.state === 'Ringing') needs.emit({ type: 'legRinging', channel: leg })
}

/** `"name" <number>` as Asterisk reads it: no quotes, brackets or backslashes inside the name. */
function callerIdOf(name: string, number: string): string {
  const plain = (plainText(name) ?? '').replaceAll(/["<>\\]/g, '').slice(0, 60)
  return `"${plain}" <${number.replaceAll(/[^+\d]/g, '')}>`
}
