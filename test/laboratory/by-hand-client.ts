// Sends one command of scripts/lab to the running laboratory (by-hand.ts) and prints its answer.
import { request } from 'node:http'

const [socketPath = '', ...words] = process.argv.slice(2)

const sent = request({ socketPath, method: 'POST', path: '/' }, response => {
  response.pipe(process.stdout)
  response.on('end', () => {
    process.exitCode = response.statusCode === 200 ? 0 : 1
  })
})
sent.on('error', error => {
  process.stderr.write(`the laboratory doesn't answer: ${error.message}\n`)
  process.exitCode = 1
})
sent.end(JSON.stringify(words))
