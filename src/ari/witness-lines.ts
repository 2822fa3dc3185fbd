// The lines of Asterisk's event log and its rotated parts, the newest first, a block at a time: however long the logs are, only a block of
// them is in memory. Used by witness.ts, which knows what the lines say.
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const BLOCK = 256 * 1024
/** The log may be rotated while its parts are being opened. */
const TRIES = 5

/** Blocks of whole lines, each the newest first. `read`: bytes so far. Reads `most` bytes in all. */
export async function* linesBackwards(file: string, most: number): AsyncGenerator<{ lines: string[]; read: number }> {
  const handles = await openedNewestFirst(file)
  try {
    let read = 0
    for (const handle of handles) {
      for await (const block of blocksOf(handle, most - read)) {
        read += block.bytes
        yield { lines: block.text.split('\n').reverse(), read }
      }
      if (read >= most) return
    }
  } finally {
    await closeAll(handles)
  }
}

async function* blocksOf(handle: FileHandle, most: number): AsyncGenerator<{ text: string; bytes: number }> {
  let end = (await handle.stat()).size
  const start = Math.max(0, end - most)
  let carry = Buffer.alloc(0)
  while (end > start) {
    const from = Math.max(start, end - BLOCK)
    const chunk = Buffer.alloc(end - from)
    await handle.read(chunk, 0, chunk.length, from)
    // No line is that long: what has no end is no line of ours.
    const block = Buffer.concat([chunk, carry.length > BLOCK ? Buffer.alloc(0) : carry])
    // The first line of a block may have begun before it: it is kept for the next round.
    const cut = from === 0 ? 0 : block.indexOf(10) + 1 || block.length
    carry = block.subarray(0, cut)
    end = from
    yield { text: block.subarray(cut).toString('utf8'), bytes: chunk.length }
  }
}

/** The log, then its rotated parts (`witness.csv.1`, `witness.csv-20261123`), the newest first. */
export async function filesNewestFirst(file: string): Promise<string[]> {
  const own = basename(file)
  const names = await readdir(dirname(file))
  const parts = names.filter(name => name === own || (name.startsWith(own) && /^[.-]\d+$/.test(name.slice(own.length))))
  if (parts.length === 0) throw new Error('there is no event log')
  const dated = await Promise.all(
    parts.map(async part => {
      const name = join(dirname(file), part)
      return { name, at: part === own ? Number.POSITIVE_INFINITY : (await stat(name)).mtimeMs }
    }),
  )
  return dated.sort((a, b) => b.at - a.at).map(({ name }) => name)
}

/** All are open before any is read: a rotation meanwhile then loses none. */
async function openedNewestFirst(file: string): Promise<FileHandle[]> {
  for (let n = 1; ; n++) {
    const handles: FileHandle[] = []
    try {
      for (const name of await filesNewestFirst(file)) handles.push(await open(name, 'r'))
      if (await areThese(handles, await filesNewestFirst(file))) return handles
    } catch (error) {
      await closeAll(handles)
      if (n === TRIES) throw error
      continue
    }
    await closeAll(handles)
    if (n === TRIES) throw new Error('the event log is rotated while it is read')
  }
}

/** Whether the open files are those that have these names now. */
async function areThese(handles: readonly FileHandle[], names: readonly string[]): Promise<boolean> {
  const opened = await Promise.all(handles.map(async handle => (await handle.stat()).ino))
  const named = await Promise.all(names.map(async name => (await stat(name)).ino))
  return opened.length === named.length && opened.every((inode, n) => inode === named[n])
}

async function closeAll(handles: readonly FileHandle[]): Promise<void> {
  await Promise.all(handles.map(handle => handle.close()))
}
