// What the daemon needs to know of the Asterisk it drives: written beside the rendered configuration, read at start.
// A password of ARI is made once and kept, so that rendering again does not lock a running daemon out.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { AsteriskPlaces } from './settings.ts'
import type { PbxPlace } from './settings-of-plan.ts'

const shape = z.strictObject({
  ari: z.strictObject({ url: z.string(), user: z.string(), password: z.string() }),
  /** CSV that Asterisk writes its own event log to. */
  witness: z.string(),
  sounds: z.string(),
  spool: z.string(),
  recordings: z.string(),
  /** What the files were rendered with besides the rules: the daemon renders them again when the rules change. */
  rendered: z
    .strictObject({
      sip: z.strictObject({ address: z.string(), port: z.number() }),
      http: z.strictObject({ address: z.string(), port: z.number() }),
      rtp: z.strictObject({ from: z.number(), to: z.number() }),
      places: z.strictObject({ modulesDirectory: z.string(), dataDirectory: z.string(), musicDirectory: z.string() }),
    })
    .optional(),
})
export type Connection = z.infer<typeof shape>

const NAME = 'connection.json'

export function connectionOf(place: PbxPlace, places: AsteriskPlaces): Connection {
  const { sip, http, rtp } = place
  const { modulesDirectory, dataDirectory, musicDirectory } = places
  return {
    ari: { url: `http://${place.http.address}:${place.http.port}`, user: place.ari.user, password: place.ari.password },
    witness: `${place.directory}/log/cel-custom/witness.csv`,
    sounds: place.soundsDirectory,
    spool: place.spoolDirectory,
    recordings: `${place.directory}/spool/recording`,
    rendered: {
      sip: { address: sip.address, port: sip.port },
      http: { address: http.address, port: http.port },
      rtp: { from: rtp.from, to: rtp.to },
      places: { modulesDirectory, dataDirectory, musicDirectory },
    },
  }
}

export function writeConnection(directory: string, connection: Connection): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(`${directory}/${NAME}.new`, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${directory}/${NAME}.new`, `${directory}/${NAME}`)
}

/** Throws an Error that says which file is missing or wrong and how it is made. */
export function readConnection(directory: string): Connection {
  const file = `${directory}/${NAME}`
  if (!existsSync(file)) throw new Error(`${file} does not exist: run "nightbell render --pbx ${directory}" first`)
  const again = `run "nightbell render --pbx ${directory}" again`
  const text = readFileSync(file, 'utf8')
  // What the parser says holds a piece of the text, and the password stands in it.
  const json = parsed(text)
  if (json === undefined) throw new Error(`${file} is not a connection file (it is not JSON): ${again}`)
  const read = shape.safeParse(json)
  if (read.success) return read.data
  const wrong = read.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ')
  throw new Error(`${file} is not a connection file (wrong or missing: ${wrong}): ${again}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function passwordFor(directory: string): string {
  return existsSync(`${directory}/${NAME}`) ? readConnection(directory).ari.password : randomBytes(18).toString('base64url')
}
