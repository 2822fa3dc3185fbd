// Keeps each channel's inputs in the order of their happening while one of them waits for something to be looked up.
// Used by hearing.ts for finished recordings, whose length Asterisk does not tell. Other channels go on meanwhile.
import type { Input } from '../core/world/inputs.ts'

/** An input that is about one channel of the PBX: all that come from there are. */
export type ChannelInput = Extract<Input, { channel: string }>

export interface InOrder {
  pass(input: ChannelInput): void
  /** Holds the channel's inputs until `finished` has become one; it must settle. */
  wait(channel: string, finished: Promise<ChannelInput>): void
}

export function openInOrder(emit: (input: ChannelInput) => void): InOrder {
  const held = new Map<string, Promise<void>>()

  function wait(channel: string, finished: Promise<ChannelInput>): void {
    const before = held.get(channel) ?? Promise.resolve()
    const mine = before.then(async () => {
      const input = await finished
      // The last one leaves before it is told, so that what its listener causes is not held.
      if (held.get(channel) === mine) held.delete(channel)
      emit(input)
    })
    held.set(channel, mine)
  }

  return {
    wait,
    pass(input) {
      if (held.has(input.channel)) wait(input.channel, Promise.resolve(input))
      else emit(input)
    },
  }
}
