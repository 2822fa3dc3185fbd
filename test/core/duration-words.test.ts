// How long something took, as the command line, mails and reports say it.
import { expect, test } from 'vitest'
import { duration as onCommandLine } from '../../src/cli/local-time.ts'
import { duration as inMail } from '../../src/notify/words.ts'
import { duration as inReport } from '../../src/report/show/words.ts'

test.each([
  [0, '0 s', '1 s', '0.0 s'],
  [840, '1 s', '1 s', '0.8 s'],
  [9_960, '10 s', '10 s', '10.0 s'],
  [59_499, '59 s', '59 s', '59 s'],
  [59_500, '1 min', '1 min', '1 min 0 s'],
  [65_000, '1 min 5 s', '1 min 5 s', '1 min 5 s'],
  [3_599_500, '1 h', '60 min', '1 h 0 min'],
  [3_725_000, '1 h 2 min', '62 min 5 s', '1 h 2 min'],
  [86_370_000, '24 h', '1439 min 30 s', '1 d 0 h'],
  [187_200_000, '52 h', '3120 min', '2 d 4 h'],
])('%i ms: %s on the command line, %s in a mail, %s in a report', (ms, line, mail, report) => {
  expect([onCommandLine(ms), inMail(ms), inReport(ms)]).toEqual([line, mail, report])
})
