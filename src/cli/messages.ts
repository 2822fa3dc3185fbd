// `nightbell messages list|play|export|verify|done`: what callers left for the office. All but done read the journal and need no daemon; done
// is an act that the daemon takes in, and says who: the user of this machine, also behind sudo.
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { locate, wrongWith } from '../recordings/locate.ts'
import type { MessageSummary } from '../store/read/list-messages.ts'
import type { Reader } from '../store/read/reader.ts'
import { askAct } from './control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, withReader } from './io.ts'
import { addMessagesList } from './lists/messages.ts'
import { dateAndTime } from './local-time.ts'
import { addExport } from './messages-export.ts'
import { placesOf } from './messages-places.ts'
import { addVerify } from './messages-verify.ts'
import { oneLine } from './plain-text.ts'

export function addMessages(program: Command, io: CliIo): void {
  const messages = program.command('messages').description('What callers left for the office.')
  addMessagesList(messages, io)
  addPlay(messages, io)
  addExport(messages, io)
  addVerify(messages, io)
  addDone(messages, io)
}

function addPlay(messages: Command, io: CliIo): void {
  messages
    .command('play')
    .description('Print where the recording of a message is, for a player of your choice. It is checked first.')
    .argument('<id>', "the message's id, or its beginning or end")
    .addHelpText(
      'after',
      `
Example:
  aplay "$(nightbell messages play 1772956790-7-message-1)"

Exit codes: 0 printed, 1 no such message, or its recording is missing or altered, 2 cannot run.`,
    )
    .action((wanted: string, _options: object, command: Command) =>
      withReader(io, command, async reader => {
        const { recording, sha256, lost, removed, zone } = theMessage(reader, wanted)
        if (removed !== null)
          throw new CliFailure(EXIT.no, `The recording was removed on ${dateAndTime(removed.at, zone)}: ${removed.why}.`)
        if (lost !== null) throw new CliFailure(EXIT.no, `nothing could be recorded: ${lost}`)
        const places = placesOf(io, command)
        const located = await locate(recording, sha256, places)
        if (located.file === null) {
          const there = [places.kept, places.pbx].filter(place => place !== null).join(' nor in ')
          throw new CliFailure(EXIT.no, `the recording is missing: there is no ${recording}.wav in ${there}`)
        }
        io.stdout(`${located.file}\n`)
        if (located.checked === 'altered') throw new CliFailure(EXIT.no, `${recording}: ${wrongWith(located, sha256)}`)
      }),
    )
}

function addDone(messages: Command, io: CliIo): void {
  messages
    .command('done')
    .description('Say that messages have been dealt with. The lamp goes out with the last one.')
    .argument('<id...>', "the messages' ids, or their beginnings or ends")
    .addHelpText(
      'after',
      `
Example:
  nightbell messages done 1772956790-7-message-1

Exit codes: 0 done, now or before, 1 no such message, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((wanted: readonly string[], _options: object, command: Command) =>
      withReader(io, command, async reader => {
        const { state } = directoriesOf(io, command)
        const recordings = wanted.map(each => theMessage(reader, each).recording)
        const who = io.env.SUDO_USER ?? userInfo().username
        for (const recording of recordings) {
          const answer = await askAct(state, '/messages/done', { recording, who })
          if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
          if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
          const { done, by } = Object(answer.body) as { done?: string; by?: string }
          io.stdout(`${recording}: ${done === 'before' ? `done already, by ${oneLine(by ?? '?', 40)}` : 'done'}\n`)
        }
      }),
    )
}

function theMessage(reader: Reader, wanted: string): MessageSummary {
  const found = reader.listMessages({ recording: wanted, all: true, limit: 6 })
  const exact = found.find(({ recording }) => recording === wanted)
  const [first, second] = found
  if (exact !== undefined) return exact
  if (first === undefined) throw new CliFailure(EXIT.no, `There is no message ${oneLine(wanted, 80)}.`)
  if (second === undefined) return first
  throw new CliFailure(
    EXIT.no,
    `${oneLine(wanted, 80)} could be several messages:\n${found.map(({ recording }) => `  ${recording}`).join('\n')}`,
  )
}
