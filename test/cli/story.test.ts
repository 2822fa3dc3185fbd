// Every kind of fact has a sentence that a person can read: no holes, no ids where the rules have a name.
import { expect, test } from 'vitest'
import { type Told, withNames } from '../../src/cli/reasons.ts'
import { sentence } from '../../src/cli/story.ts'
import type { Fact, FactBody } from '../../src/core/world/facts.ts'
import { callId, incidentId, type StreamId } from '../../src/core/world/ids.ts'
import { legId } from '../../src/core/world/our-legs.ts'
import { at, examplePlan } from '../store/example-turns.ts'

const c = callId('c1')
const i = incidentId(c, 1)
const bob = { leg: legId(i, 1), person: 'bob' }

function told(stream: StreamId, body: FactBody): string {
  return sentence({ stream, at: at(0), ...body } as Fact, examplePlan())
}

const why = 'so it is'
const ofCall: readonly [FactBody, string][] = [
  [
    { kind: 'arrived', trunk: 't', line: '101', callerNumber: null, callerName: null, diversion: '+15125550101', why },
    'Call from a withheld number on line 101 over trunk t, diverted from +15125550101',
  ],
  [{ kind: 'line-unknown', line: '109', trunk: 't', why }, 'Line 109 is not known on trunk t'],
  [{ kind: 'stranger-refused', why }, 'Refused: the call came from no known trunk'],
  [{ kind: 'over-cap', cap: 'the channels of trunk t', why }, 'Turned away with the busy tone: the channels of trunk t reached'],
  [{ kind: 'office-rung', queue: 'oak', ringSeconds: 20, why }, 'The office is rung for 20 s, queue oak'],
  [{ kind: 'office-answered', member: 'PJSIP/desk', waitedMs: 4000, why }, 'The office answered after 4 s: PJSIP/desk'],
  [{ kind: 'office-unanswered', status: 'TIMEOUT', waitedMs: 20_000, why }, 'The office did not answer within 20 s: TIMEOUT'],
  [{ kind: 'overflowed', reason: 'closed', why }, 'Nightbell takes the call'],
  [{ kind: 'asked', question: 'urgency', round: 2, why }, 'The caller hears the menu, round 2'],
  [{ kind: 'key-ignored', digit: '9', why }, 'The caller pressed 9, which means nothing here'],
  [{ kind: 'no-key', round: 1, why }, 'No key in round 1'],
  [{ kind: 'language-chosen', language: 'es', why }, 'The call goes on in es'],
  [{ kind: 'told', what: 'connecting', why }, 'The caller is told: "Someone is on the line now."'],
  [{ kind: 'told', what: 'an announcement', why }, 'The caller is told: an announcement'],
  [{ kind: 'statement-began', recording: 'r', why }, 'The caller speaks after the tone'],
  [
    { kind: 'statement-taken', recording: 'r', ms: 65_000, speechMs: 40_000, why },
    'Statement of 1 min 5 s, 40 s of speech, recording r',
  ],
  [{ kind: 'statement-missing', recording: 'r', why }, 'No recording: r'],
  [{ kind: 'held', why }, 'The caller holds, with music'],
  [{ kind: 'message-taken', mailbox: 'office', recording: 'r', ms: 7000, why }, 'Message of 7 s for mailbox office, recording r'],
  [{ kind: 'number-changed', callerNumber: '+1555', why }, "The caller's number is now +1555"],
  [{ kind: 'command-failed', command: 'record', why }, 'The PBX could not do "record"'],
  [{ kind: 'recovered', found: 'the caller is there', why }, 'After a restart: the caller is there'],
  [{ kind: 'in-failsafe', why }, "The dialplan's failsafe has the caller"],
]

test.each(ofCall)('of a call: $kind', (fact, words) => {
  expect(told(c, fact)).toBe(`${words} (so it is)`)
})

const ofIncident: readonly [FactBody, string][] = [
  [{ kind: 'rung-began', pass: 1, rung: 2, try: 2, people: ['bob', 'stranger'], why }, 'Rung 2, try 2: Bob Stone, stranger'],
  [{ kind: 'rung-skipped', pass: 1, rung: 2, why }, 'Rung 2 is skipped'],
  [{ kind: 'person-resolved', person: 'bob', why }, 'Bob Stone is to be rung'],
  [{ kind: 'dial-capped', person: 'bob', why }, 'Bob Stone is not rung now'],
  [{ kind: 'passed-over', person: 'bob', busyWith: i, why }, 'Bob Stone is passed over, busy with i-c1'],
  [{ kind: 'waiting-for-busy', people: ['bob'], why }, 'Waiting until Bob Stone is free'],
  [{ kind: 'leg-key', ...bob, digit: '3', meaning: 'hear again', why }, 'Bob Stone pressed 3: hear again'],
  [
    { kind: 'attempt-ended', ...bob, result: 'busy', sip: 486, cause: 17, why },
    'Bob Stone was busy, SIP 486 (busy here), cause 17 (user busy)',
  ],
  [{ kind: 'attempt-ended', ...bob, result: 'busy', sip: 499, cause: null, why }, 'Bob Stone was busy, SIP 499'],
  [{ kind: 'owned', ...bob, how: 'key-5', why }, 'Bob Stone owns it without talking, key 5'],
  [{ kind: 'already-taken', ...bob, by: 'maria', why }, 'Bob Stone is told that Maria Gomez has it'],
  [{ kind: 'technician-lost', ...bob, talkedMs: 5000, why }, 'The line to Bob Stone broke after 5 s'],
  [{ kind: 'statement-added', recording: 'r', why }, "The caller's words are kept for the technician, recording r"],
  [{ kind: 'caller-left', call: c, why }, 'The caller is gone; the incident stays'],
  [{ kind: 'still-needs-help', call: c, why }, 'The caller still needs help'],
  [{ kind: 'pass-exhausted', pass: 1, why }, 'Nobody took it in pass 1'],
  [{ kind: 'unreached', why }, 'UNREACHED: nobody has it; the incident stays open'],
  [{ kind: 'acknowledged', person: 'bob', why }, 'Bob Stone has acknowledged it'],
]

test.each(ofIncident)('of an incident: $kind', (fact, words) => {
  expect(told(i, fact)).toBe(`${words} (so it is)`)
})

test('without the rules, ids stand for names', () => {
  expect(sentence({ stream: i, at: at(0), kind: 'acknowledged', person: 'bob', why: '' }, null)).toBe('bob has acknowledged it')
})

test('a reason that the sentence says itself is left out, and the same one is given once for each person', () => {
  const sofar: Told = new Set()
  const say = (fact: object) => sentence({ stream: i, at: at(0), ...fact } as unknown as Fact, examplePlan(), sofar)
  const onCall = 'on call in nights from 2026-11-23 08:00 to 2026-11-30 08:00'
  const dialled = { kind: 'dialled', leg: 'l', person: 'bob', phone: '+15125550155', trunk: 't', why: onCall }
  expect(say({ kind: 'person-resolved', person: 'bob', why: onCall })).toBe(`Bob Stone is to be rung (${onCall})`)
  expect(say(dialled)).toBe('Ringing Bob Stone at +15125550155 over t')
  expect(say({ ...dialled, why: 'a reminder: what became of it?' })).toContain('(a reminder: what became of it?)')
  expect(say({ kind: 'rang', leg: 'l', person: 'bob', why: 'the telephone rings' })).toBe("Bob Stone's telephone rings")
  expect(say({ kind: 'rang', leg: 'l', person: 'bob', why: 'looked up after the daemon was away' })).toContain('(looked up')
})

test('a key says what it means in the words of the rules', () => {
  const pressed = (meaning: string) =>
    sentence({ stream: c, at: at(0), kind: 'key-pressed', digit: '4', meaning, why: '' } as Fact, examplePlan())
  expect(pressed('urgent: leak')).toBe('The caller pressed 4: urgent: water leak')
  expect(pressed('to be connected with bob')).toBe('The caller pressed 4: to be connected with Bob Stone')
  expect(pressed('to be connected with +15125550170')).toBe('The caller pressed 4: to be connected with +15125550170')
})

test.each([
  ['for bob, who is away from 2026-11-25 08:00 to 2026-11-30 08:00: on call in bob', 'for Bob Stone, who is away from'],
  ['in place of bob from 2026-11-26 08:00 to 2026-11-26 20:00 by an override', 'in place of Bob Stone from 2026-11-26'],
  ['bob is away from 2026-11-25 08:00', 'Bob Stone is away from'],
  ['bob had it, and gave no outcome', 'Bob Stone had it'],
  ['stranger is away', 'stranger is away'],
])('a reason names people: %s', (why, said) => {
  expect(withNames(why, examplePlan())).toContain(said)
})
