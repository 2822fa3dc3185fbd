// Where the command line finds recordings: kept beside the journal, and at the PBX, if it is known where that is.
import type { Command } from 'commander'
import { readConnection } from '../pbx/connection.ts'
import { keptIn } from '../recordings/locate.ts'
import { type CliIo, directoriesOf } from './io.ts'

export function placesOf(io: CliIo, command: Command): { readonly kept: string; readonly pbx: string | null } {
  const { state, pbx } = directoriesOf(io, command)
  return { kept: keptIn(state), pbx: recordingsAt(pbx) }
}

function recordingsAt(directory: string): string | null {
  try {
    return readConnection(directory).recordings
  } catch {
    return null
  }
}
