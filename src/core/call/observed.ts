// After a start or a reconnect: what the PBX shows of a call is compared with what the call should be doing, and the ordinary
// transitions bring it on. Keys pressed meanwhile are lost, so questions are asked again. Also for a caller whom the dead-man's
// switch sent out of the application and who came back.
import type { Command } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Observation, ObservedRecording } from '../world/inputs.ts'
import { KEY_SECONDS, waitForKey } from './asking.ts'
import { askStatement } from './asking-statement.ts'
import { onTheWay } from './before-talk.ts'
import type { Call } from './call.ts'
import { chooseLanguage } from './choosing-language.ts'
import { chooseProperty } from './choosing-property.ts'
import { base, type Event, gone, type In, type LivePhase, leave, leaveBridge, playbackId, tell } from './events.ts'
import { askNumberAgain } from './giving-number.ts'
import { hold } from './holding.ts'
import { officeDidNotAnswer, withOffice } from './in-office-queue.ts'
import { askAgain } from './joining.ts'
import { failsafeOver } from './leaving.ts'
import { resumeTransfer, strayLegs } from './observed-transfer.ts'
import { overflow } from './office-first.ts'
import { mailboxFor, RECORDED, type RecordedPhase } from './recording.ts'
import { savedAfterHangup } from './saving.ts'
import { askUrgency } from './saying-menu.ts'
import { freeSpeechTaken, speakFreely } from './speaking-freely.ts'
import { messageTaken, takeMessage } from './taking-message.ts'
import { statementTaken } from './taking-statement.ts'
import { askStillNeedsHelp, joined } from './talking.ts'
import { offerMenu } from './transferred.ts'

type Live = In<LivePhase>

export function observed(at: At, call: Live, event: Event<'observed'>): Decision<Call> {
  const looked = lookedAt(at, call, event)
  const stray = strayLegs(call, looked.state, event.seen)
  return stray.length === 0 ? looked : { ...looked, commands: [...looked.commands, ...stray] }
}

function lookedAt(at: At, call: Live, { seen }: Event<'observed'>): Decision<Call> {
  const channel = seen.channels[call.id]
  if (!channel || channel.state === 'gone') return goneMeanwhile(at, call, seen)
  const inQueue = !channel.inFailsafe && (call.phase === 'in-office-queue' || call.phase === 'with-office')
  if (!channel.inApp) {
    if (inQueue && call.phase === 'in-office-queue' && channel.bridge !== null)
      return first({ facts: [found('with the office')] }, withOffice(at, call, null))
    if (inQueue) return decision<Call>({ ...call, lookAgainAt: after(at.now, 600) }, { facts: [found('in the office queue')] })
    return call.phase === 'in-failsafe'
      ? decision<Call>(
          { ...call, ...(call.over ? {} : { lookAgainAt: after(at.now, 600) }) },
          { facts: [found('in the dialplan')] },
        )
      : intoFailsafe(at, call, 'in the dialplan', keptAlone(at, call, seen))
  }
  return first({ facts: [found('in the application')], commands: [silence(call)] }, resume(at, call, seen, channel.bridge))
}

/** Its incident goes on without the caller, who is looked after by the dialplan now and can't be connected. `said`: what was recorded until then. */
function intoFailsafe(at: At, call: Live, seen: string, said: Decision<Call> | null = null): Decision<Call> {
  const why = 'the dead-man’s switch took the caller over'
  const of = said?.state ?? call
  return decision<Call>(
    {
      ...base(of),
      incident: null,
      outcome: 'failsafe',
      phase: 'in-failsafe',
      lookAgainAt: after(at.now, 600),
      ...(of.incident === null ? {} : { matter: of.incident }),
    },
    {
      facts: [found(seen), ...(said?.facts ?? []).filter(({ kind }) => kind !== 'left'), { kind: 'in-failsafe', why }],
      // Nobody is rung for a caller who can't be connected.
      commands: 'leg' in call ? leaveBridge(call) : [],
      signals: said?.signals ?? tell(call, { type: 'callerLeft', why }),
    },
  )
}

/** The dead-man's switch ran out, and the application was there again. */
export function backFromDeadMan(at: At, call: Live): Decision<Call> {
  const back = { facts: [found('back through the dead-man’s switch')], commands: [silence(call)] }
  // A menu that outlasts the switch has been heard by now: saying it again would go on for ever.
  return first(
    back,
    call.phase === 'asking-urgency' && call.playback !== null ? waitForKey(at, call, KEY_SECONDS) : resume(at, call, null, null),
  )
}

/** What was being said when the daemon went away may still be going on, and most requests wait for its end. */
function silence(call: Live): Command {
  return { do: 'hush', channel: call.id, playback: playbackId(call, call.nextPlayback - 1) }
}

/** The recorder that the accept was to stop may still run, and nobody joins a bridge while being recorded. */
function stopOld({ id, cutStatement }: In<'talking'>): Command[] {
  return cutStatement === null ? [] : [{ do: 'stopRecording', channel: id, recording: cutStatement }]
}

function resume(at: At, call: Live, seen: Observation | null, bridge: string | null): Decision<Call> {
  const answered = { commands: [{ do: 'answer', channel: call.id }] } as const
  switch (call.phase) {
    case 'choosing-property':
      return first(answered, chooseProperty(at, call, call.round, 'which-property'))
    case 'choosing-language':
      return first(answered, chooseLanguage(at, call, call.round))
    case 'asking-urgency':
      return first(answered, askUrgency(at, call, call.menu, call.round, 'greeting'))
    case 'joining':
      return first(answered, askAgain(at, call, null, call.round))
    case 'speaking-freely':
    case 'taking-statement':
    case 'taking-message':
      return resumeRecording(at, call, seen)
    case 'holding':
      return hold(at, call, 'hold-word', call)
    case 'giving-number':
      return askNumberAgain(at, call)
    case 'transferring':
    case 'transferred':
      return resumeTransfer(at, call, seen, bridge)
    case 'after-transfer':
      return offerMenu(at, call)
    case 'talking':
      return bridge === call.bridge
        ? (joined(at, call, { type: 'enteredBridge', channel: call.id, bridge }) ?? decision<Call>(call))
        : decision<Call>(
            { ...onTheWay(call), lookAgainAt: after(at.now, 30) },
            {
              commands: [...stopOld(call), { do: 'talk', channel: call.id, bridge: call.bridge }],
              signals: tell(call, { type: 'callerHeard', bridge: call.bridge, failed: true }),
            },
          )
    case 'in-office-queue':
      return officeDidNotAnswer(at, call, 'UNKNOWN', 'the call was not in the office queue any more')
    case 'in-failsafe':
      return backFromFailsafe(at, call)
    case 'after-talk':
      return askStillNeedsHelp(at, call)
    case 'leaving':
      return leave(at, call, call.outcome, call.speech)
    case 'with-office':
    case 'saving':
    case 'seeing-off':
      return decision<Call>(call, { commands: [{ do: 'hangUp', channel: call.id }] })
  }
}

/** Where the call would be without an answer of the office; whose it is may still have to be asked. */
function backFromFailsafe(at: At, call: In<'in-failsafe'>): Decision<Call> {
  if (call.property !== null) return overflow(at, call, 'failsafe', 'the caller came back from the failsafe')
  if (!Object.hasOwn(at.plan.trunks, call.trunk)) return decision<Call>(call, { commands: [{ do: 'hangUp', channel: call.id }] })
  return first({ commands: [{ do: 'answer', channel: call.id }] }, chooseProperty(at, call, 1, 'which-property'))
}

/** A recorder that still runs is left alone; a file that is there counts; otherwise the caller is asked again. */
function resumeRecording(at: At, call: In<RecordedPhase>, seen: Observation | null): Decision<Call> {
  const file: ObservedRecording = seen?.recordings[call.recording] ?? { state: 'absent', ms: 0 }
  if (call.step === 'recording' && file.state === 'live') return decision<Call>({ ...call, until: after(at.now, 60) })
  if (call.step === 'recording' && file.state === 'stored') return stored(at, call, file)
  return first({ commands: discardAgain(call) }, askAgainToSpeak(at, call))
}

/** The recorder that was to be thrown away may still run, and no other can begin before it has ended. */
function discardAgain({ id, discarded }: In<RecordedPhase>): Command[] {
  return discarded === undefined ? [] : [{ do: 'discardRecording', channel: id, recording: discarded }]
}

function askAgainToSpeak(at: At, call: In<RecordedPhase>): Decision<Call> {
  if (call.phase === 'speaking-freely') return speakFreely(at, call, [])
  return call.phase === 'taking-message'
    ? takeMessage(at, call, call.mailbox)
    : askStatement(at, call, call.prompt, call.next, null, call.mailbox)
}

function stored(at: At, call: In<RecordedPhase>, file: ObservedRecording): Decision<Call> {
  const event = finished(call, file)
  const decided =
    call.phase === 'speaking-freely'
      ? freeSpeechTaken(at, call, event)
      : call.phase === 'taking-message'
        ? messageTaken(at, call, event)
        : statementTaken(at, call, event)
  return decided ?? decision<Call>(call)
}

/** The caller hung up while nobody was listening. */
function goneMeanwhile(at: At, call: Live, seen: Observation): Decision<Call> {
  if (call.phase === 'in-failsafe') return failsafeOver(at, call)
  const said = keptAlone(at, call, seen)
  // The note tells how it ended, once its recording is kept.
  if (seen.note) return andThen(intoFailsafe(at, call, 'gone', said), next => failsafeOver(at, next as In<'in-failsafe'>))
  if (said !== null) return first({ facts: [found('gone')] }, said)
  const channel = seen.channels[call.id]
  const witness = channel?.state === 'gone' ? channel.witness : 'unreadable'
  const answered = witness !== 'unreadable' && witness.dialled && witness.answered
  if (call.phase === 'in-office-queue' && answered) {
    const fact: FactBody = {
      kind: 'office-answered',
      member: null,
      waitedMs: at.now - call.since,
      why: 'Asterisk’s event log says so',
    }
    return gone(at, call, 'office-answered', 'the talk with the office ended while the daemon was away', [found('gone'), fact])
  }
  return gone(at, call, call.outcome, 'the caller hung up while the daemon was away', [found('gone')])
}

function keptAlone(at: At, call: Live, { recordings }: Observation): Decision<Call> | null {
  const file = 'recording' in call ? recordings[call.recording] : undefined
  return file?.state === 'stored' && 'recording' in call ? keptWithoutCaller(at, call, file) : null
}

/** What was said before hanging up is kept, as it would have been with the daemon there. */
function keptWithoutCaller(at: At, call: In<RecordedPhase | 'saving'>, file: ObservedRecording): Decision<Call> {
  const saving: In<'saving'> =
    call.phase === 'saving'
      ? call
      : {
          ...base(call),
          phase: 'saving',
          what: RECORDED[call.phase],
          recording: call.recording,
          until: at.now,
          mailbox: mailboxFor(call),
        }
  return savedAfterHangup(at, saving, finished(call, file)) ?? decision<Call>(saving)
}

/** The event that was missed. How much of it is speech nobody has measured. */
function finished({ id, recording }: In<RecordedPhase | 'saving'>, { state: _, ...file }: ObservedRecording) {
  return { type: 'recordingFinished', channel: id, recording, speechMs: null, ...file } as const
}

function found(what: string): FactBody {
  return { kind: 'recovered', found: what, why: 'looked up after the daemon was away' }
}
