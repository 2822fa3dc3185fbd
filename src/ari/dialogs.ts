// Which SIP dialog each channel has: Asterisk says its Call-ID with every channel. Told once for each channel, to whoever keeps traces of SIP.
// Called by connect.ts with all that it hears and sees.
import type { AriChannel, AriEvent } from './shapes.ts'

export interface ChannelDialog {
  readonly ch: string
  /** Asterisk's endpoint: `trunk-carrier-a`. */
  readonly e: string
  /** The Call-ID. */
  readonly c: string
  /** The channel for which it was rung, where Asterisk says so. */
  readonly of?: string
}

const MOST = 5000

export function openDialogs(tell: (dialog: ChannelDialog) => void) {
  const told = new Set<string>()

  function see({ id, name, protocol_id: c }: Pick<AriChannel, 'id' | 'name' | 'protocol_id'>, of?: string): void {
    const what = of === undefined ? id : `${id} for ${of}`
    if (c === '' || !name.startsWith('PJSIP/') || told.has(what)) return
    told.add(what)
    const [oldest] = told
    if (told.size > MOST && oldest !== undefined) told.delete(oldest)
    // PJSIP/trunk-carrier-a-0000001f
    const e = name.slice('PJSIP/'.length).replace(/-[0-9a-f]+$/, '')
    tell({ ch: id, e, c, ...(of === undefined ? {} : { of }) })
  }

  return {
    see,
    note(event: AriEvent): void {
      if (event.type === 'Dial') see(event.peer, event.caller?.id)
      else if ('channel' in event && event.channel !== undefined) see(event.channel)
    },
  }
}
