// Files put together as one zip, and taken out again. The same files give the same bytes: names are
// in order, times are all the same. What is read was made by others: no more is taken out than is
// asked for, and than fits.
import type { Zippable } from 'fflate'
import { CliFailure, EXIT } from '../io.ts'
import { oneLine } from '../plain-text.ts'

export type Files = ReadonlyMap<string, Uint8Array>

/** Zips have local times without a zone: the same in each. */
const NO_TIME = new Date(1980, 0, 1, 0, 0, 0)
const MOST_FILES = 20_000
/** Bytes of all that is taken out: a storm of a large portfolio has some 50 MB of turns and rules. */
const MOST_BYTES = 500_000_000

export async function zipped(files: Files): Promise<Uint8Array> {
  const { zipSync } = await import('fflate')
  const all: Zippable = {}
  for (const [name, bytes] of files) all[name] = [bytes, { level: name.endsWith('.wav') ? 0 : 6, mtime: NO_TIME }]
  return zipSync(all)
}

/**
 * `wanted`: what is taken out; asked once of each file. Throws a failure for what is no zip, is too
 * large, or has two files of one name: other programs would take out the other one.
 */
export async function unzipped(file: string, bytes: Uint8Array, wanted: (name: string) => boolean): Promise<Files> {
  const { unzipSync } = await import('fflate')
  checkPlain(file, bytes)
  const names = new Set<string>()
  let size = 0
  try {
    const found = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (names.has(name)) throw new Error(`it has two files of the name ${oneLine(name, 60)}`)
        names.add(name)
        if (names.size > MOST_FILES) throw new TooLarge(`it has more than ${MOST_FILES} files`)
        if (!wanted(name)) return false
        size += originalSize
        if (size > MOST_BYTES) throw new TooLarge(`what is in it takes more than ${MOST_BYTES / 1_000_000} MB`)
        return true
      },
    })
    return new Map(Object.entries(found))
  } catch (error) {
    if (error instanceof TooLarge) throw new CliFailure(EXIT.cannot, `${file} is not read: ${error.message}.`)
    throw new CliFailure(
      EXIT.cannot,
      `${file} is no export of Nightbell, or is damaged: ${error instanceof Error ? error.message : error}.`,
    )
  }
}

class TooLarge extends Error {}

// ZIP (APPNOTE.TXT of PKWARE): the head of each file, the same in the directory, the end.
const LOCAL = { mark: 0x04034b50, size: 30, sums: 14, nameAt: 30, lengths: 26 } as const
const CENTRAL = { mark: 0x02014b50, size: 46, sums: 16, nameAt: 46, lengths: 28 } as const
const END = { mark: 0x06054b50, size: 22 } as const

/**
 * Throws a failure where anything stands in the zip beside the files of its directory: other programs
 * take out what stands between them.
 */
function checkPlain(file: string, bytes: Uint8Array): void {
  const at = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const end = bytes.length - END.size
    if (end < 0 || at.getUint32(end, true) !== END.mark) throw new Error('its end is not that of a zip')
    const [files, size, directory] = [at.getUint16(end + 10, true), at.getUint32(end + 12, true), at.getUint32(end + 16, true)]
    if (directory + size !== end) throw new Error('something stands before it or in it that is no file')
    let [entry, next] = [directory, 0]
    for (let nth = 0; nth < files; nth++) {
      if (at.getUint32(entry, true) !== CENTRAL.mark) throw new Error('its directory is not whole')
      if (at.getUint32(entry + 42, true) !== next) throw new Error('something stands between its files')
      next = endOfFile(at, bytes, entry, next)
      entry += CENTRAL.size + sum(at, entry + CENTRAL.lengths, 3)
    }
    if (next !== directory || entry !== end) throw new Error('something stands between its files')
  } catch (error) {
    const why = error instanceof RangeError ? 'it is cut off' : error instanceof Error ? error.message : error
    throw new CliFailure(EXIT.cannot, `${file} is no export of Nightbell, or is damaged: ${why}.`)
  }
}

/** Its head says the same as the directory. */
function endOfFile(at: DataView, bytes: Uint8Array, entry: number, local: number): number {
  if (at.getUint32(local, true) !== LOCAL.mark) throw new Error('a file does not begin where its directory says')
  // The checksum, both sizes and the length of the name; then the name.
  const length = at.getUint16(local + LOCAL.lengths, true)
  const isSame =
    same(bytes, local + LOCAL.sums, entry + CENTRAL.sums, 14) && same(bytes, local + LOCAL.nameAt, entry + CENTRAL.nameAt, length)
  if (!isSame) throw new Error('a file says something else of itself than its directory')
  return local + LOCAL.size + sum(at, local + LOCAL.lengths, 2) + at.getUint32(local + LOCAL.sums + 4, true)
}

function same(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  return Buffer.from(bytes.subarray(one, one + length)).equals(bytes.subarray(other, other + length))
}

/** Of so many lengths, of two bytes each. */
function sum(at: DataView, from: number, count: number): number {
  return Array.from({ length: count }, (_, n) => at.getUint16(from + 2 * n, true)).reduce((all, one) => all + one, 0)
}
