// The smallest ARI script that does the measured flow: answer, prompt, key, ring a telephone with music for the caller, prompt,
// "1", bridge, hang up. No log, no checks, no memory beyond the calls. It is the yardstick for what the daemon adds.
// Started by run.ts: node bare-script.ts URL USER PASSWORD CALLER-PROMPT TELEPHONE-PROMPT
import { Pool } from 'undici'
import { WebSocket } from 'ws'

interface Event {
  readonly type: string
  readonly args?: readonly string[]
  readonly digit?: string
  readonly channel?: { readonly id: string }
  readonly playback?: { readonly target_uri: string }
}

const [url = '', user = '', password = '', prompt = '', briefing = ''] = process.argv.slice(2)
const pool = new Pool(url, { connections: 24 })
const headers = {
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  'content-type': 'application/json',
}
const target = new Map<string, string>()
const accepted = new Set<string>()

async function ask(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<void> {
  const answer = await pool.request({ method, path: `/ari${path}`, headers, body: body ? JSON.stringify(body) : null })
  await answer.body.dump()
}

function entered(channel: string, [what = '', number = '', trunk = '']: readonly string[]): void {
  if (what === 'leg') void ask('POST', `/channels/${channel}/play/p-${channel}`, { media: `sound:${briefing}` })
  else {
    target.set(channel, `PJSIP/${number}@${trunk}`)
    void greet(channel)
  }
}

/** One after the other: a prompt that begins first holds the answer up until it ends. */
async function greet(channel: string): Promise<void> {
  await ask('POST', `/channels/${channel}/answer`)
  await ask('POST', `/channels/${channel}/play/p-${channel}`, { media: `sound:${prompt}` })
}

function pressed(channel: string, digit: string | undefined): void {
  if (digit !== '1') return
  const endpoint = target.get(channel)
  if (channel.startsWith('leg-')) accepted.add(channel)
  else if (endpoint === undefined) return
  else {
    target.delete(channel)
    void ask('POST', '/channels', { endpoint, app: 'bench', appArgs: 'leg', channelId: `leg-${channel}`, timeout: 60 })
    void ask('POST', `/channels/${channel}/moh`)
  }
  void ask('DELETE', `/playbacks/p-${channel}`)
}

/** Its prompt has stopped: only now can a channel join a bridge without waiting. */
async function silent(leg: string): Promise<void> {
  if (!accepted.delete(leg)) return
  const caller = leg.slice('leg-'.length)
  await Promise.all([ask('DELETE', `/channels/${caller}/moh`), ask('POST', `/bridges/b-${caller}?type=mixing`)])
  await ask('POST', `/bridges/b-${caller}/addChannel`, { channel: [leg, caller] })
}

function left(channel: string): void {
  if (channel.startsWith('leg-')) return
  target.delete(channel)
  void ask('DELETE', `/channels/leg-${channel}`)
  void ask('DELETE', `/bridges/b-${channel}`)
}

const socket = new WebSocket(`${url.replace('http', 'ws')}/ari/events?app=bench`, { headers, perMessageDeflate: false })
socket.on('message', data => {
  const event = JSON.parse(String(data)) as Event
  const channel = event.channel?.id ?? ''
  if (event.type === 'StasisStart') entered(channel, event.args ?? [])
  else if (event.type === 'ChannelDtmfReceived') pressed(channel, event.digit)
  else if (event.type === 'PlaybackFinished') void silent(event.playback?.target_uri.replace('channel:', '') ?? '')
  else if (event.type === 'StasisEnd') left(channel)
})
socket.once('open', async () => {
  const wanted = ['StasisStart', 'StasisEnd', 'ChannelDtmfReceived', 'PlaybackFinished'].map(type => ({ type }))
  await ask('PUT', '/applications/bench/eventFilter', { allowed: wanted })
  console.log('ready')
})
