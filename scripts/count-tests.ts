// Prints "PASSED FAILED" for one of vitest's JSON reports; scripts/test adds them up. Arguments: the report, vitest's exit code.
// A file that could not be loaded, a run in which nothing ran and an exit code without a failed test each count as one failure. What passed
// at the second try only is counted as passed, and named on standard error with what failed at the first.
import { existsSync, readFileSync } from 'node:fs'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

const [file = '', code = '1'] = process.argv.slice(2)
if (!existsSync(file)) {
  process.stderr.write(`vitest ended with ${code} and left no report${code === '124' ? ': it took too long' : ''}\n`)
  process.stdout.write('0 1\n')
  process.exit()
}
const report = JSON.parse(readFileSync(file, 'utf8')) as Report
const broken = report.testResults.filter(
  result => result.status === 'failed' && !result.assertionResults.some(assertion => assertion.status === 'failed'),
)
for (const { status, fullName, failureMessages } of report.testResults.flatMap(result => result.assertionResults))
  if (status === 'passed' && failureMessages.length > 0)
    process.stderr.write(`passed at the second try: ${fullName}: ${failureMessages[0]?.split('\n')[0]}\n`)
const ran = report.numPassedTests + report.numFailedTests
const failed = report.numFailedTests + broken.length
const unexplained = failed === 0 && (code !== '0' || ran === 0) ? 1 : 0
process.stdout.write(`${report.numPassedTests} ${failed + unexplained}\n`)
