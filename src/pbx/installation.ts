// Finds the Asterisk that runs the box: the machine's own if it is new enough, else the private root that
// scripts/lib/setup.sh builds. Says which version it is and where its files are. Called by start.ts's callers.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import type { AsteriskPlaces } from './settings.ts'

export interface AsteriskInstallation {
  /** '/' for the machine's own Asterisk, otherwise the directory to chroot into. */
  readonly root: string
  readonly version: string
  readonly places: AsteriskPlaces
  /** What an administrator should know about this version; empty if it is fine. */
  readonly warnings: readonly string[]
}

const defaultPrivateRoot = '/var/cache/nightbell-lab/current'

/** Looks at privateRoot only if the machine's own Asterisk is missing or too old. Throws if neither will do. */
export function findAsterisk(privateRoot: string = defaultPrivateRoot): AsteriskInstallation {
  const candidates = ['/', ...(existsSync(privateRoot) ? [realpathSync(privateRoot)] : [])]
  for (const root of candidates) {
    const version = versionOf(root)
    if (version !== undefined && majorOf(version) >= 20) {
      return { root, version, places: placesOf(root), warnings: versionWarnings(version) }
    }
  }
  throw new Error(
    `no Asterisk 20 or newer: neither on this machine nor in ${privateRoot}. ` +
      'Install Asterisk 22, or run ./scripts/lab start, which builds a private one (as root).',
  )
}

/** Security releases that are the least to run, by major version. */
const leastSafe: Readonly<Record<number, string>> = { 20: '20.20.1', 21: '99', 22: '22.10.1', 23: '23.4.1' }

export function versionWarnings(version: string): readonly string[] {
  const least = leastSafe[majorOf(version)]
  if (least === undefined || compareVersions(version, least) >= 0) return []
  return [
    least === '99'
      ? `Asterisk ${version}: this series gets no security releases any more. Use 22.10.1 or newer.`
      : `Asterisk ${version} lacks security fixes. Use ${least} or newer.`,
  ]
}

function versionOf(root: string): string | undefined {
  try {
    const text =
      root === '/'
        ? execFileSync('asterisk', ['-V'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
        : execFileSync('chroot', [root, 'asterisk', '-V'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return /Asterisk (?:certified[-/])?(\d+(?:\.\d+)*)/.exec(text)?.[1]
  } catch {
    return undefined
  }
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10)
}

function compareVersions(left: string, right: string): number {
  const a = left.split('.').map(Number)
  const b = right.split('.').map(Number)
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function placesOf(root: string): AsteriskPlaces {
  const base = root === '/' ? '' : root
  const firstThere = (paths: readonly string[], what: string): string => {
    const found = paths.find(path => existsSync(`${base}${path}`))
    if (found === undefined) throw new Error(`Asterisk in ${root}: no ${what} in ${paths.join(' or ')}`)
    return found
  }
  const architectures = existsSync(`${base}/usr/lib`)
    ? readdirSync(`${base}/usr/lib`)
        .filter(name => name.includes('-linux-'))
        .map(name => `/usr/lib/${name}/asterisk/modules`)
    : []
  return {
    modulesDirectory: firstThere(
      [...architectures, '/usr/lib/asterisk/modules', '/usr/lib64/asterisk/modules', '/usr/local/lib/asterisk/modules'],
      'modules',
    ),
    dataDirectory: firstThere(['/usr/share/asterisk', '/var/lib/asterisk', '/usr/local/share/asterisk'], 'sounds'),
    musicDirectory: firstThere(
      ['/usr/share/asterisk/moh', '/var/lib/asterisk/moh', '/usr/share/asterisk', '/var/lib/asterisk'],
      'music on hold',
    ),
  }
}
