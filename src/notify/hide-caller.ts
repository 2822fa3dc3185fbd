// A server's answer may repeat of whom it was told. Before anything of it is kept, logged or becomes a fact, the caller's number and name are taken out of
// it: what is erased later must not be found there. Wrapped around all ways of sending in notify.ts.
import type { Post } from '../core/notices/post.ts'
import { withoutThem } from '../core/world/spellings.ts'
import type { Delivery } from './delivery.ts'

export function hideCaller(delivery: Delivery, { about }: Post): Delivery {
  if (!('caller' in about)) return delivery
  const { number, name } = about.caller
  const hidden = (text: string): string => withoutThem(text, number === null ? [] : [number], name === null ? [] : [name])
  const said = delivery.said === undefined ? {} : { said: hidden(delivery.said) }
  return delivery.ok ? { ...delivery, ...said } : { ...delivery, ...said, reason: hidden(delivery.reason) }
}
