// The WAV files that Asterisk records: 8 kHz, 16 bit, mono (http://soundfile.sapp.org/doc/WaveFormat/). Read even when the PBX could not
// finish them. Pure; used by keep-file.ts.
export interface WavFile {
  readonly samples: Int16Array
  readonly ms: number
  /** The header does not say what is there: whoever wrote it was stopped. */
  readonly unfinished: boolean
}

const RATE = 8000
const HEADER = 44

/** Null when it is no such file; then nothing is known of its length. */
export function readWav(file: Buffer): WavFile | null {
  if (file.length < HEADER || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') return null
  let data: { readonly at: number; readonly bytes: number } | null = null
  let right = false
  for (let at = 12; at + 8 <= file.length && data === null; ) {
    const [name, bytes] = [file.toString('latin1', at, at + 4), file.readUInt32LE(at + 4)]
    const body = at + 8
    if (name === 'fmt ' && body + 16 <= file.length)
      right = file.readUInt16LE(body) === 1 && file.readUInt16LE(body + 2) === 1 && file.readUInt32LE(body + 4) === RATE
    if (name === 'fmt ' && body + 16 <= file.length) right &&= file.readUInt16LE(body + 14) === 16
    if (name === 'data') data = { at: body, bytes }
    at = body + bytes + (bytes % 2)
  }
  if (!right || data === null) return null
  const there = file.length - data.at
  const unfinished = data.bytes > there || (data.bytes === 0 && there > 0)
  const bytes = unfinished ? there : data.bytes
  const samples = new Int16Array(Math.floor(bytes / 2))
  for (let n = 0; n < samples.length; n++) samples[n] = file.readInt16LE(data.at + n * 2)
  return { samples, ms: Math.round((samples.length * 1000) / RATE), unfinished }
}

export function writeWav(samples: Int16Array): Buffer {
  const file = Buffer.alloc(HEADER + samples.length * 2)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(samples.length * 2, 40)
  for (let n = 0; n < samples.length; n++) file.writeInt16LE(samples[n] ?? 0, HEADER + n * 2)
  return file
}
