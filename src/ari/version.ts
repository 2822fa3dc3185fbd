// Whether this Asterisk is one to trust with calls: older ones have known holes (asterisk.org/downloads/security-advisories).
// Called by connect.ts at every connect. Pure.

/** Oldest release of each branch without a published hole. */
const OLDEST: Readonly<Record<number, readonly [number, number]>> = { 20: [20, 1], 22: [10, 1] }

/** What is wrong with this version, or null. */
export function versionProblem(version: string): string | null {
  const read = /^(?:certified-)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version)
  if (!read) return 'its version cannot be read'
  const [major, minor, patch] = [Number(read[1]), Number(read[2]), Number(read[3] ?? 0)]
  if (major > 22) return null
  const oldest = OLDEST[major]
  if (!oldest) return 'this branch gets no security fixes any more; use 22.10.1 or newer'
  const [needMinor, needPatch] = oldest
  const old = minor < needMinor || (minor === needMinor && patch < needPatch)
  return old ? `has known security holes; use ${major}.${needMinor}.${needPatch} or newer` : null
}
