// What each command means in requests to the PBX, for the commands that wait their turn in a lane. Called by lane.ts.
import type { Command } from '../core/world/commands.ts'
import type { Done, Telephony } from './ports.ts'

type Waiting = Exclude<
  Command,
  {
    do: 'say' | 'hush' | 'hangUp' | 'record' | 'stopRecording' | 'discardRecording' | 'takePin' | 'findMessages' | 'finishMessage'
  }
>

/** Contexts of asterisk/extensions.conf. */
const QUEUE_CONTEXT = 'nightbell-queue'
const FAILSAFE_CONTEXT = 'nightbell-failsafe'

export async function doCommand(telephony: Telephony, command: Waiting): Promise<Done> {
  switch (command.do) {
    case 'answer':
      return telephony.answer(command.channel)
    case 'hold':
      return join(telephony, command.channel, command.bridge, 'hold')
    case 'unhold': {
      await telephony.removeFromBridge(command.bridge, command.channel)
      return telephony.destroyBridge(command.bridge)
    }
    case 'talk': {
      const done = await join(telephony, command.channel, command.bridge, 'talk')
      // Two people who talk need no daemon: the dead-man's switch is lifted.
      if (done.ok) void telephony.deadMan(command.channel, 0)
      return done
    }
    case 'recordTalk':
      return telephony.recordBridge(command.bridge, command.recording)
    case 'leaveTalk':
      return telephony.destroyBridge(command.bridge)
    case 'dial':
      return telephony.dial(command)
    case 'queue':
      return telephony.continueAt(command.channel, QUEUE_CONTEXT, command.queue, {
        NIGHTBELL_RING_SECONDS: String(Math.round(command.ringSeconds)),
      })
    case 'failsafe':
      return telephony.continueAt(command.channel, FAILSAFE_CONTEXT, 's', {})
  }
}

async function join(telephony: Telephony, channel: string, bridge: string, type: 'hold' | 'talk'): Promise<Done> {
  const made = await telephony.bridge(bridge, type)
  if (!made.ok) return made
  const added = await telephony.addToBridge(bridge, channel)
  if (added.ok || added.gone) return added
  // Somebody may have ended the bridge in between: once more.
  const again = await telephony.bridge(bridge, type)
  return again.ok ? telephony.addToBridge(bridge, channel) : added
}
