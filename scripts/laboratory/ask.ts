// Sends one command of scripts/lab to the laboratory that runs in the background, and prints what it answers as it comes.
// Arguments: the laboratory's socket, the command's words. Exit code 1 if the laboratory refused.
import { request } from 'node:http'

const [socketPath = '', ...words] = process.argv.slice(2)

const sent = request({ socketPath, method: 'POST', path: '/' }, response => {
  let last = ''
  response.setEncoding('utf8')
  response.on('data', (text: string) => {
    process.stdout.write(text)
    last = text
  })
  response.on('end', () => {
    process.exitCode = response.statusCode === 200 && !last.startsWith('scripts/lab: ') ? 0 : 1
  })
})
sent.on('error', error => {
  process.stderr.write(`the laboratory does not answer: ${error.message}\n`)
  process.exitCode = 1
})
sent.end(JSON.stringify(words))
