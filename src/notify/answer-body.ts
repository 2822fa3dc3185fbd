// Reads the beginning of an answer's body: not more than anybody needs, not longer than a few seconds, and unpacked where the server packed it
// unasked. Called by send-http.ts when the status is known already, so whatever goes wrong here is no error.
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib'

export interface AnswerBody {
  readonly text: string
  /** Whether it was read to its end. */
  readonly whole: boolean
}

/** So much of an answer is read, bytes. */
const READ = 64 * 1024
/** How long it may take when the status has come, ms. */
const BODY_MS = 10_000

export async function readAnswer(body: AsyncIterable<Buffer>, encoding: string, patienceMs: number): Promise<AnswerBody> {
  const pieces: Buffer[] = []
  let late: NodeJS.Timeout | undefined
  const patience = new Promise<boolean>(resolve => {
    late = setTimeout(() => resolve(false), Math.min(BODY_MS, patienceMs))
  })
  const ended = await Promise.race([readInto(pieces, body), patience]).finally(() => clearTimeout(late))
  const text = unpacked(Buffer.concat(pieces).subarray(0, READ), encoding)
  return { text: text ?? '', whole: ended && text !== null }
}

async function readInto(pieces: Buffer[], body: AsyncIterable<Buffer>): Promise<boolean> {
  let read = 0
  try {
    for await (const piece of body) {
      pieces.push(piece)
      read += piece.length
      if (read >= READ) return false
    }
    return true
  } catch {
    return false
  }
}

/** Null where it can't be. Part of it is enough, and no more than so much comes out. */
function unpacked(bytes: Buffer, encoding: string): string | null {
  const limit = { maxOutputLength: READ * 4 }
  try {
    switch (encoding.trim().toLowerCase()) {
      case '':
      case 'identity':
        return bytes.toString('utf8')
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, { ...limit, finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8')
      case 'deflate':
        return inflateSync(bytes, { ...limit, finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8')
      case 'br':
        return brotliDecompressSync(bytes, { ...limit, finishFlush: constants.BROTLI_OPERATION_FLUSH }).toString('utf8')
      default:
        return null
    }
  } catch {
    // Many say that it is packed when it is not.
    const plain = bytes.toString('utf8')
    return plain.includes('\ufffd') ? null : plain
  }
}
