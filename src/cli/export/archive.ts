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
