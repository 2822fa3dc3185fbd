// A headless Chromium, driven over its debugging protocol. For tests that look at pages as a person
// does: pictures, colours as computed, the keyboard, paper, and whether anything is asked of the
// network. https://chromedevtools.github.io/devtools-protocol/
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

export interface Look {
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  readonly media?: 'print'
}

export interface Page {
  look(look: Look): Promise<void>
  open(file: string): Promise<void>
  /** The value of an expression in the page. */
  value<T>(expression: string): Promise<T>
  press(key: 'Tab' | 'Enter' | 'ArrowRight'): Promise<void>
  /** PNG of the whole page. */
  picture(): Promise<Buffer>
  /** A sheet's size in inches. */
  print(sheet: { readonly width: number; readonly height: number }): Promise<Buffer>
  /** Addresses that were asked for since the page was opened, itself first. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

const KEYS = { Tab: 9, Enter: 13, ArrowRight: 39 } as const

export async function openBrowser(): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'nightbell-browser-'))
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars']
  const child = spawn(
    'chromium',
    [...flags, '--disable-dev-shm-usage', `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const socket = new WebSocket(await addressOf(child), { perMessageDeflate: false })
  await once(socket, 'open')
  const requests: string[] = []
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  let loaded: () => void = () => undefined
  let nth = 0
  let session: string | undefined

  socket.on('message', data => {
    const message = JSON.parse(String(data)) as Answer
    if (message.method === 'Network.requestWillBeSent') requests.push(message.params?.request?.url ?? '')
    if (message.method === 'Page.loadEventFired') loaded()
    if (message.id === undefined) return
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) asked?.reject(new Error(message.error.message))
    else asked?.resolve(message.result as never)
  })

  function ask<T>(method: string, params: object = {}): Promise<T> {
    const id = ++nth
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    waiting.set(id, { resolve, reject })
    socket.send(JSON.stringify({ id, method, params, sessionId: session }))
    return promise
  }

  const { targetInfos } = await ask<{ targetInfos: { targetId: string; type: string }[] }>('Target.getTargets')
  const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId
  session = (await ask<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })).sessionId
  await ask('Page.enable')
  await ask('Network.enable')

  return {
    requests,
    async look({ width, height, scheme, media = '' }) {
      await ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
      await ask('Emulation.setEmulatedMedia', {
        media,
        features: [{ name: 'prefers-color-scheme', value: scheme }],
      })
    },
    async open(file) {
      requests.length = 0
      const load = new Promise<void>(resolve => {
        loaded = resolve
      })
      await ask('Page.navigate', { url: `file://${file}` })
      await load
    },
    async value<T>(expression: string) {
      const { result, exceptionDetails } = await ask<Evaluated>('Runtime.evaluate', {
        expression,
        returnByValue: true,
      })
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
      return result.value as T
    },
    async press(key) {
      const event = { key, code: key, windowsVirtualKeyCode: KEYS[key] }
      await ask('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event })
      await ask('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
    },
    async picture() {
      const { data } = await ask<{ data: string }>('Page.captureScreenshot', { captureBeyondViewport: true })
      return Buffer.from(data, 'base64')
    },
    async print({ width, height }) {
      const { data } = await ask<{ data: string }>('Page.printToPDF', {
        paperWidth: width,
        paperHeight: height,
        preferCSSPageSize: false,
      })
      return Buffer.from(data, 'base64')
    },
    async close() {
      const gone = once(child, 'exit')
      socket.terminate()
      child.kill('SIGKILL')
      await gone
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly request?: { readonly url: string } }
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Evaluated {
  readonly result: { readonly value: unknown }
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description: string } }
}

/** It says on stderr where it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = []
  if (child.stderr === null) throw new Error('Chromium has no stderr')
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error(`Chromium did not start: ${said.join('\n')}`)
}
