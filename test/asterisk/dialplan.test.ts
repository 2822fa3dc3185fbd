// The box's dialplan against a stand-in for the daemon: arriving, the office queue, the dead-man's switch, legs that
// answer while the application is away, REFER. The stand-in is the laboratory's own control connection.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type CarrierEvent, type Control, openControl } from '../laboratory/control.ts'
import { type Laboratory, startLaboratory } from '../laboratory/laboratory.ts'

const line = '+15552000001'

let lab: Laboratory
let application: Control | undefined
let events: CarrierEvent[] = []
let wake: () => void = () => undefined

beforeAll(async () => {
  lab = await startLaboratory()
})

afterEach(async () => {
  const troubles = lab.troubles()
  await disconnect()
  await lab.reset()
  expect(await lab.box.leftovers()).toEqual([])
  expect(troubles).toEqual([])
})

afterAll(async () => {
  await lab?.stop()
})

async function connect(): Promise<Control> {
  const { http, ari } = lab.box.settings
  application = await openControl(http.port, ari.user, ari.password, take, 'nightbell')
  return application
}

async function disconnect(): Promise<void> {
  await application?.close()
  application = undefined
  events = []
}

function take(event: CarrierEvent): void {
  events.push(event)
  wake()
}

/** The first event that fits, past or to come. */
async function seen(fits: (event: CarrierEvent) => boolean, withinMs = 20_000): Promise<CarrierEvent> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = events.find(fits)
    if (found !== undefined) return found
    const left = deadline - performance.now()
    if (left <= 0) throw new Error(`not seen; seen were ${events.map(event => `${event.type} ${event.args?.join(' ') ?? ''}`)}`)
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, left)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

function start(...args: readonly string[]): Promise<CarrierEvent> {
  return seen(event => event.type === 'StasisStart' && args.every((arg, index) => event.args?.[index] === arg))
}

describe('arriving', () => {
  test('the application gets line, trunk, caller and diversion, each encoded, and the caller is not answered', async () => {
    await connect()
    const call = await lab.resident.calls(line, {
      callerId: '+15557770001',
      callerName: 'Ana, "4B"; é',
      diversion: '<sip:+15551112222@pbx>;reason=unconditional',
      headers: { 'History-Info': '<sip:+15551112222@pbx>;index=1,<sip:+15552000001@pbx>;index=1.1' },
    })
    const { args } = await start('arrive')
    expect(args?.slice(0, 4)).toEqual(['arrive', 'carrier-a', line, '%2B15557770001'])
    expect(decodeURIComponent(args?.[4] ?? '').replaceAll('\\', '')).toBe('Ana, "4B"; é')
    expect(decodeURIComponent(args?.[5] ?? '')).toContain('<sip:+15551112222@pbx>;reason=unconditional')
    expect(decodeURIComponent(args?.[6] ?? '')).toContain('index=1')
    expect(args?.[7]).toBe('allowed_not_screened%20')
    expect(call.events.map(event => event.what)).not.toContain('answered')
    await call.hangsUp()
  })

  test.each([
    ['four thousand characters', 'x'.repeat(4000)],
    ['emoji and quotes', '🔥"\'`$(reboot),;$' + '{SHELL(id)}'],
    ['nothing', ''],
  ])('a caller name of %s does no harm', async (_, callerName) => {
    await connect()
    const call = await lab.resident.calls(line, { callerId: '+15557770002', callerName })
    const { args } = await start('arrive')
    expect(args).toHaveLength(10)
    expect(args?.[2]).toBe(line)
    await call.hangsUp()
    await call.ended()
  })

  test('no caller ID at all', async () => {
    await connect()
    const call = await lab.resident.calls(line, { callerId: 'anonymous', from: 'carrier-b' })
    const { args } = await start('arrive')
    expect(args?.[1]).toBe('carrier-b')
    await call.hangsUp()
  })
})

describe('office queue', () => {
  async function queued(
    ringSeconds: number,
    queue = 'oak-creek',
  ): Promise<{ call: Awaited<ReturnType<typeof lab.resident.calls>> }> {
    const daemon = await connect()
    const call = await lab.resident.calls(line, { callerId: '+15557770003' })
    const { channel } = await start('arrive')
    await daemon.request('POST', '/applications/nightbell/subscription', { eventSource: `channel:${channel?.id}` })
    await daemon.request('POST', `/channels/${channel?.id}/variable`, { variable: 'NIGHTBELL_RING_SECONDS', value: ringSeconds })
    await daemon.request('POST', `/channels/${channel?.id}/continue`, {
      context: 'nightbell-queue',
      extension: queue,
      priority: 1,
    })
    return { call }
  }

  test('it rings at once; when the office answers they talk, and nothing comes back', async () => {
    lab.phone('office-1').answers({ after: 500 }).plays(700)
    const { call } = await queued(20)
    await call.ringing(1000)
    await call.hearsTone(700)
    await call.plays(500)
    await (await lab.phone('office-1').answered()).hearsTone(500)
    await call.hangsUp()
    await seen(event => event.type === 'ChannelDestroyed')
    expect(events.filter(event => event.type === 'StasisStart')).toHaveLength(1)
  })

  test('nobody answers in time', async () => {
    const { call } = await queued(2)
    await lab.phone('office-2').ringing()
    await start('returned', 'queue', 'TIMEOUT')
    expect(call.events.map(event => event.what)).not.toContain('answered')
    await call.hangsUp()
  })

  test.each(['nobody', 'no-such-queue'])('the queue %s can not ring anybody: the caller is back at once', async queue => {
    const { call } = await queued(20, queue)
    await start('returned', 'queue', 'JOINEMPTY')
    await call.hangsUp()
  })

  test('a long ring answers first, with music within a second', async () => {
    const { call } = await queued(26)
    await call.answered(1000)
    await call.hears(1, 1500)
    await call.hangsUp()
  })

  test('the caller gives up', async () => {
    const { call } = await queued(20)
    await lab.phone('office-1').ringing()
    await call.hangsUp()
    await lab.phone('office-1').ended()
    await seen(event => event.type === 'ChannelDestroyed')
    expect(events.filter(event => event.args?.[0] === 'returned')).toEqual([])
  })
})

describe("the dead-man's switch", () => {
  test('a caller whose daemon died goes to the failsafe', async () => {
    const daemon = await connect()
    const call = await lab.resident.calls(line, { callerId: '+15557770004' })
    const { channel } = await start('arrive')
    await daemon.request('POST', `/channels/${channel?.id}/answer`)
    await daemon.request('POST', `/channels/${channel?.id}/variable`, { variable: 'TIMEOUT(absolute)', value: 2 })
    await disconnect()
    await lab.phone('+15550001900').ringing()
    await call.hangsUp()
  })

  test('a daemon that is back gets the caller again', async () => {
    const daemon = await connect()
    const call = await lab.resident.calls(line, { callerId: '+15557770005' })
    const { channel } = await start('arrive')
    await daemon.request('POST', `/channels/${channel?.id}/variable`, { variable: 'TIMEOUT(absolute)', value: 1 })
    const back = await start('returned', 'deadman')
    expect(back.channel?.id).toBe(channel?.id)
    await call.hangsUp()
  })
})

describe('a leg that answers', () => {
  async function dial(): Promise<void> {
    const daemon = await connect()
    await daemon.request('POST', '/channels', {
      endpoint: 'PJSIP/+15550001001@trunk-carrier-a',
      context: 'nightbell-leg',
      extension: 's',
      priority: 1,
      callerId: lab.box.settings.boxCallerId,
      channelId: `leg-${performance.now()}`,
    })
  }

  test('is given to the application', async () => {
    lab.phone('+15550001001').answers()
    await dial()
    await start('leg')
    await lab.phone('+15550001001').called()
  })

  test('while it restarts: waits for it', async () => {
    // Late enough for the application to be gone by then, whatever else the machine does.
    lab.phone('+15550001001').answers({ after: 1500 })
    await dial()
    const leg = await lab.phone('+15550001001').ringing()
    await disconnect()
    await leg.answered()
    await connect()
    await start('leg')
  })

  test('while it stays away: hears that we will ring again', async () => {
    // Late enough for the application to be gone by then, whatever else the machine does.
    lab.phone('+15550001001').answers({ after: 1500 })
    await dial()
    const leg = await lab.phone('+15550001001').ringing()
    await disconnect()
    await leg.hears()
    expect(await leg.ended()).toMatchObject({ cause: 16 })
  })

  test('that was in the application when it died: hears that it may be rung again', async () => {
    lab.phone('+15550001001').answers()
    await dial()
    const { channel } = await start('leg')
    const leg = await lab.phone('+15550001001').answered()
    await application?.request('POST', `/channels/${channel?.id}/variable`, { variable: 'TIMEOUT(absolute)', value: 2 })
    await disconnect()
    await leg.hears()
    expect(await leg.ended()).toMatchObject({ cause: 16 })
  })

  test('can not transfer its call away', async () => {
    lab.phone('+15550001001').answers().refersTo(`sip:+15550001002@127.0.0.1:${lab.ports.boxSip}`)
    await dial()
    await start('leg')
    const leg = await lab.phone('+15550001001').answered()
    await leg.until(() => leg.events.some(event => event.what === 'referred'), 'referred')
    expect(leg.events.find(event => event.what === 'referred')?.detail).toMatch(/^FAILURE/)
    expect(events.filter(event => event.type === 'StasisStart')).toHaveLength(1)
    expect(lab.phone('+15550001002').legs).toEqual([])
  })
})
