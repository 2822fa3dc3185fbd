// Sounds that need no engine: silence and a tone, as WAV files for Asterisk (8 kHz, 16 bit, mono). Pure; used by sound-files.ts.
// They are also what is heard when the engine fails: a call must go on.
const SAMPLES_PER_MS = 8

export function silence(ms: number): Buffer {
  return wav(new Int16Array(Math.round(ms * SAMPLES_PER_MS)))
}

/** A sine with 5 ms of rise and fall, so that it does not click. */
export function tone(hertz: number, ms: number, level = 0.35): Buffer {
  const samples = new Int16Array(Math.round(ms * SAMPLES_PER_MS))
  const edge = 5 * SAMPLES_PER_MS
  for (let n = 0; n < samples.length; n++) {
    const fade = Math.min(1, n / edge, (samples.length - 1 - n) / edge)
    samples[n] = Math.round(32767 * level * fade * Math.sin((2 * Math.PI * hertz * n) / (1000 * SAMPLES_PER_MS)))
  }
  return wav(samples)
}

/** What a caller in North America hears while it rings: 440 and 480 Hz for two seconds, four seconds of quiet (ITU-T E.180). */
export function ringback(rings: number, level = 0.1): Buffer {
  const period = 6000 * SAMPLES_PER_MS
  const samples = new Int16Array(rings * period)
  const turn = (hertz: number, n: number) => Math.sin((2 * Math.PI * hertz * n) / (1000 * SAMPLES_PER_MS))
  for (let n = 0; n < samples.length; n++)
    if (n % period < 2000 * SAMPLES_PER_MS) samples[n] = Math.round(32767 * level * (turn(440, n) + turn(480, n)))
  return wav(samples)
}

/** One after the other, of files such as these. */
export function joined(files: readonly Buffer[]): Buffer {
  const data = Buffer.concat(files.map(samplesIn))
  return wav(new Int16Array(data.buffer, data.byteOffset, Math.floor(data.length / 2)))
}

function samplesIn(file: Buffer): Buffer {
  const at = file.indexOf('data', 12, 'latin1')
  if (at === -1) throw new Error('this is no WAV file')
  return file.subarray(at + 8, Math.min(file.length, at + 8 + file.readUInt32LE(at + 4)))
}

function wav(samples: Int16Array): Buffer {
  const data = samples.length * 2
  const file = Buffer.alloc(44 + data)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + data, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20) // PCM
  file.writeUInt16LE(1, 22) // mono
  file.writeUInt32LE(1000 * SAMPLES_PER_MS, 24)
  file.writeUInt32LE(2000 * SAMPLES_PER_MS, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(data, 40)
  for (let n = 0; n < samples.length; n++) file.writeInt16LE(samples[n] ?? 0, 44 + n * 2)
  return file
}
