// The command that runs a program of an Asterisk installation so that the instance's directories have the same path
// inside and outside. Pure, apart from looking whether mounting works. Called by start.ts.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import type { AsteriskInstallation } from './installation.ts'

export interface Launch {
  readonly command: string
  readonly args: readonly string[]
}

/** Directories that the private root has of its own: beneath them only the wanted directory itself is mounted. */
const ownOfTheRoot = new Set(['bin', 'boot', 'dev', 'etc', 'lib', 'lib64', 'proc', 'run', 'sbin', 'sys', 'usr', 'var'])

/** The directory to mount so that `directory` is visible in the root: its top level where that hides nothing. */
export function mountPointOf(directory: string): string {
  const top = directory.split('/')[1] ?? ''
  return ownOfTheRoot.has(top) ? directory : `/${top}`
}

/**
 * How to run `asterisk` with `args`. In a private root: in a mount namespace of its own, so that the mounts end with
 * the process and nothing has to be unmounted. Where mounting isn't allowed: without chroot, with the root's own loader.
 */
export function launchAsterisk(
  installation: AsteriskInstallation,
  directories: readonly string[],
  args: readonly string[],
): Launch {
  if (installation.root === '/') return { command: 'asterisk', args }
  if (!canMount()) return withoutChroot(installation, args)
  const mountPoints = [...new Set(directories.map(mountPointOf))]
  for (const point of mountPoints) mkdirSync(`${installation.root}${point}`, { recursive: true })
  const script = `${mountPoints.map(() => 'mount --rbind "$1" "$0$1" && shift && ').join('')}exec chroot "$0" asterisk "$@"`
  return { command: 'unshare', args: ['--mount', 'sh', '-c', script, installation.root, ...mountPoints, ...args] }
}

let mounting: boolean | undefined

function canMount(): boolean {
  if (mounting === undefined) {
    try {
      execFileSync('unshare', ['--mount', 'mount', '--bind', '/tmp', '/tmp'], { stdio: 'ignore' })
      mounting = true
    } catch {
      mounting = false
    }
  }
  return mounting
}

/** Module and sound directories are the root's, so the places in asterisk.conf must carry its prefix: see placesFor. */
function withoutChroot(installation: AsteriskInstallation, args: readonly string[]): Launch {
  const root = installation.root
  const loader = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'].find(path => existsSync(`${root}${path}`))
  if (loader === undefined) throw new Error(`can't run the Asterisk in ${root}: mounting isn't allowed here and it has no loader`)
  const libraries = readdirSync(`${root}/usr/lib`).filter(name => name.includes('-linux-'))
  const path = libraries.flatMap(name => [`${root}/usr/lib/${name}`, `${root}/lib/${name}`]).join(':')
  return { command: `${root}${loader}`, args: ['--library-path', path, `${root}/usr/sbin/asterisk`, ...args] }
}

/** The places to render asterisk.conf with, for the way in which this installation will be launched. */
export function placesFor(installation: AsteriskInstallation): AsteriskInstallation['places'] {
  if (installation.root === '/' || canMount()) return installation.places
  const { modulesDirectory, dataDirectory, musicDirectory } = installation.places
  return {
    modulesDirectory: `${installation.root}${modulesDirectory}`,
    dataDirectory: `${installation.root}${dataDirectory}`,
    musicDirectory: `${installation.root}${musicDirectory}`,
  }
}
