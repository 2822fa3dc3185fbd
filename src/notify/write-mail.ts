// What a post says: subject and text, for a person who reads it on a telephone. Pure; digests are in write-digest.ts.
// `sound`: whether the recording is there to be attached.
import type { MessageAbout, Post, UnreachedAbout } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import { callerOf, count, dateAndTime, duration, type Names, namesOf, numberOf } from './words.ts'
import { writeDigest } from './write-digest.ts'

export interface Written {
  readonly subject: string
  readonly text: string
}

export function writeMail({ about, property }: Post, plan: Plan, sound: 'attached' | 'missing' | 'none'): Written {
  const names = namesOf(plan, property)
  switch (about.event) {
    case 'message':
      return ofMessage(about, names, sound)
    case 'unreached':
      return ofUnreached(about, names)
    case 'digest':
      return writeDigest(about, names)
  }
}

function ofMessage(about: MessageAbout, names: Names, sound: 'attached' | 'missing' | 'none'): Written {
  const length = duration(about.ms)
  const audio =
    sound === 'attached'
      ? 'The recording is attached.'
      : `The recording is missing: ${about.recording}.wav is not where Asterisk keeps its recordings.`
  return {
    subject: `[${names.property}] Message from ${numberOf(about.caller)}, ${length}`,
    text: lines(
      `A caller left a message for ${names.mailbox(about.mailbox)}.`,
      '',
      `Property  ${names.property}`,
      `When      ${dateAndTime(names.zone, about.takenAt)}`,
      `Caller    ${callerOf(about.caller)}`,
      `Length    ${length}`,
      `Mailbox   ${names.mailbox(about.mailbox)}`,
      '',
      audio,
      '',
      'When it has been dealt with, somebody at the box says so with:',
      `  nightbell messages done ${about.recording}`,
    ),
  }
}

function ofUnreached(about: UnreachedAbout, names: Names): Written {
  const what = names.category(about.category)
  const since =
    about.state === 'unreached' ? 'Nobody has it yet. Please see to it.' : `Since then it has changed: it is ${about.state} now.`
  return {
    subject: `[${names.property}] URGENT, nobody could be reached: ${what}`,
    text: lines(
      `A caller needs help and nobody on call could be reached.`,
      '',
      `Property  ${names.property}`,
      `What      ${what}`,
      `Since     ${dateAndTime(names.zone, about.openedAt)}`,
      `Caller    ${callerOf(about.caller)}`,
      `Tried     ${count(about.passes, 'time')} through the whole ladder`,
      '',
      since,
      '',
      'The whole story:',
      `  nightbell calls show ${about.call}`,
    ),
  }
}

export function lines(...each: readonly string[]): string {
  return `${each.join('\n')}\n`
}
