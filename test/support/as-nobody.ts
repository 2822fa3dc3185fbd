// Does something as a user who owns none of the files: tests mostly run as root, who may read all.
// The files are this user's alone (mode 0600) meanwhile; who is no root may not read their own either.
import { chmodSync } from 'node:fs'

const NOBODY = 65_534

export async function asNobody<R>(closed: readonly string[], work: () => Promise<R>): Promise<R> {
  const isRoot = process.getuid?.() === 0
  for (const path of closed) chmodSync(path, isRoot ? 0o700 : 0)
  if (isRoot) process.seteuid?.(NOBODY)
  try {
    return await work()
  } finally {
    if (isRoot) process.seteuid?.(0)
    for (const path of closed) chmodSync(path, 0o700)
  }
}
