// Whether a kept recording is still what it was when it was kept. Read piece by piece, so that nothing waits for it. Used when one is
// mailed, played, exported, and by `nightbell messages verify`.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

/** `unchecked`: it is there, and no checksum of it is known. */
export type Checked = 'good' | 'altered' | 'missing' | 'unchecked'

export async function checkFile(file: string, sha256: string | null): Promise<Checked> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  } catch {
    return 'missing'
  }
  if (sha256 === null) return 'unchecked'
  return hash.digest('hex') === sha256 ? 'good' : 'altered'
}

/** Whether this user may not read it: then nobody knows whether it is there. */
export async function isClosed(file: string): Promise<boolean> {
  try {
    await (await open(file)).close()
    return false
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'EACCES' || code === 'EPERM'
  }
}
