// What came of handing one notice to a server, in words that tell an administrator what to do. Shared by all ways.

/** `server`: the whole server is in trouble, not this notice alone. */
export type Delivery =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly toDo: string; readonly server: boolean }

export function failed(reason: string, toDo: string, server: boolean): Delivery {
  return { ok: false, reason: reason.replaceAll(/\s+/g, ' ').slice(0, 300), toDo, server }
}
