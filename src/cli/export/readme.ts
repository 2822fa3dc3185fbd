// The README of an export: what it is, for a reader who does not know Nightbell, and how it is
// checked, in words from which a program can be written without it.
import type { ExportHead } from './format.ts'

export function readme({ kind, id, redacted, program }: ExportHead, notDecided: number | null): string {
  const what =
    kind === 'call' ? `one telephone call (${id}) and the incidents it belongs to` : `one incident (${id}) and all calls about it`
  return `${redacted ? 'REDACTED: numbers, names and addresses in this file are stand-ins.\n\n' : ''}This file tells of ${what},
as the log of Nightbell ${program} has it. Nightbell answers the calls that an office misses and rings
the people on call.

  story.html       the story, for people: open it with any browser; it needs no network
  story.txt        the same, one event a line
  ${`${kind}.json`.padEnd(17)}who called, when, and what became of it
  facts.json       each step, with its turn (the entry in the log), its time and the rule that decided it
  turns.json       the entries of the log, each as it is hashed
  proof.json       what this file proves, and what it does not
  plan-*.json      the compiled rules in force, named by the first digits of their hash
${redacted ? '' : '  rules/           the rule files from which they were compiled; secrets are only referred to in them\n  audio/           recordings, as they were kept\n'}  export.json      which format this is
  checksums.txt    the checksum of each file

How to check it
---------------
1. Nothing was changed since it was made: unpack it and run   sha256sum -c checksums.txt
   (Whoever changes a file can change the checksum, too: keep that of the zip itself elsewhere.)
2. The decisions are those of the program:                     nightbell calls replay --from FILE
${redacted ? REDACTED : WHOLE}${notDecided === null ? '' : notAgain(notDecided)}
Numbers and names
-----------------
${redacted ? STAND_INS : PRIVATE}`
}

const WHOLE = `   This also checks everything that proof.json says the file proves by itself, and that the other files
   show what the entries and the rules say; what it can't check, it names.
3. They are those of the log, on the machine that has it:      nightbell log verify --export FILE
   With --anchor and an anchor that left that machine later, also that the log is what it was then.

The hash of a turn
------------------
It is the SHA-256, in hexadecimal, of one text in UTF-8, its fields with one space between them:
  before, seq, at,
  the length of input, input, the length of seen, seen,
  the length of ignored (or - where it is null), ignored (nothing where it is null),
  the length of facts, facts, the length of changes, changes,
  the number of parts, the digests of all parts in the order of n, with a space between
Lengths count UTF-16 code units, as JavaScript does. "before" is the hash of the turn before.
The digest of a part is the SHA-256, in base64url (RFC 4648), of its salt (bytes, here in hexadecimal)
and its body (UTF-8).
In input and facts {"$private":n} stands where part n belongs.
The log says nothing twice: a fact without "at" has the time of its turn; a number in seen is the answer
at that place, counted from 0; a number in changes is the turn that said the plan, the property and the
ladder of that stream.
`

const REDACTED = `
A redacted file proves nothing about the log: its turns are other texts, and have no hashes.
`

function notAgain(turn: number): string {
  return `
From turn ${turn} on, facts are as they were recorded: with stand-ins, or by this version of the program,
the same was not decided again. Reasons there may be left out.
`
}

const PRIVATE = `What was erased stays erased: it reads "(erased)", and only its digest is here. Parts of callers whose
story this is not have their digest too, and are marked as withheld: the log has them.
`

const STAND_INS = `The same number, name or address has the same stand-in throughout. Numbers keep their country and area:
their last seven digits are replaced. Texts that are spoken keep their length. What people wrote, and what
came from outside as a reason, reads "(left out)". Ids of calls and incidents, times, time zones, and the
keys that callers pressed are as they were.
`
