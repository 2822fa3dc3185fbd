// The SIP of real calls, as the daemon hears it from Asterisk and `nightbell trunks` shows it.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene()

async function trace(...args: readonly string[]): Promise<string> {
  return (await nightbell(['trunks', 'trace', ...args, '--state', scene().state])).stdout
}

test('a call is shown with all of its legs: who called, whom it rang, what was agreed upon', async () => {
  const { lab, fact, state } = scene()
  const ana = lab.phone(phone.ana).answers().hearing().presses('5')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770051' })
  const { stream } = await fact('arrived')
  await call.answered()
  await call.presses('1')
  await ana.called()
  await fact('owned', { person: 'ana' })
  await call.ended(60_000)
  await fact('left')
  await new Promise(resolve => setTimeout(resolve, 700))
  const shown = await trace(stream)
  console.log(shown)
  console.log(await trace(stream, '--mask'))
  console.log(await trace('carrier-a', '--last', '1'))
  for (const name of readdirSync(`${state}/sip`))
    console.log(
      name,
      statSync(`${state}/sip/${name}`).mode.toString(8),
      readFileSync(`${state}/sip/${name}`, 'utf8').slice(0, 600),
    )
  expect(shown).toMatch(/INVITE/)
})
