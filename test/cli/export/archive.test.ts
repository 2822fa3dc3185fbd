// A zip that others may have made: whatever another program would take out of it beside the files of
// its directory, it is refused.
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { unzipped, zipped } from '../../../src/cli/export/archive.ts'

const FILES = new Map([
  ['one.txt', strToU8('one')],
  ['two.wav', strToU8('two two two')],
  ['rules/three é.yaml', strToU8('three: 3\n'.repeat(100))],
])

const read = (bytes: Uint8Array) => unzipped('a.zip', bytes, () => true)

/** Where the directory begins, by the end of the zip. */
const directoryAt = (zip: Buffer) => zip.readUInt32LE(zip.length - 6)

function withHidden(zip: Buffer, at: number, bytes: Uint8Array): Buffer {
  const all = Buffer.concat([zip.subarray(0, at), bytes, zip.subarray(at)])
  all.writeUInt32LE(directoryAt(zip) + bytes.length, all.length - 6)
  return all
}

/** A file as it stands before the directory. */
function entryOf(name: string, text: string): Uint8Array {
  const zip = Buffer.from(zipSync({ [name]: [strToU8(text), { level: 0 }] }))
  return zip.subarray(0, directoryAt(zip))
}

test('as it was made, it is read', async () => {
  expect(Object.fromEntries(await read(await zipped(FILES)))).toEqual(Object.fromEntries(FILES))
  expect(await read(await zipped(new Map()))).toEqual(new Map())
})

test.each<[string, (zip: Buffer) => Uint8Array]>([
  ['a second file of one name behind the last one', zip => withHidden(zip, directoryAt(zip), entryOf('one.txt', 'another'))],
  ['a file of another name behind the last one', zip => withHidden(zip, directoryAt(zip), entryOf('four.txt', '4'))],
  ['bytes between the files and the directory', zip => withHidden(zip, directoryAt(zip), Buffer.from('more'))],
  ['bytes before the first file', zip => Buffer.concat([Buffer.from('#!/bin/sh\n'), zip])],
  ['bytes behind the end', zip => Buffer.concat([zip, Buffer.from('more')])],
  [
    'a comment',
    zip => {
      const all = Buffer.concat([zip, Buffer.from('more')])
      all.writeUInt16LE(4, zip.length - 2)
      return all
    },
  ],
  ['another name in the head of a file', zip => changed(zip, 30, 'O'.charCodeAt(0))],
  ['another checksum in the head of a file', zip => changed(zip, 14, 7)],
  ['another size in the head of a file', zip => changed(zip, 18, 1)],
  ['a directory that says less', zip => changed(zip, zip.length - 12, 2)],
  ['half of it', zip => zip.subarray(0, zip.length / 2)],
  ['nothing', () => new Uint8Array()],
])('%s: refused', async (_, change) => {
  const zip = Buffer.from(await zipped(FILES))
  await expect(read(change(zip))).rejects.toThrow(/^a\.zip is no export of Nightbell, or is damaged: /)
})

function changed(zip: Buffer, at: number, byte: number): Buffer {
  const all = Buffer.from(zip)
  expect(all[at]).not.toBe(byte)
  all[at] = byte
  return all
}
