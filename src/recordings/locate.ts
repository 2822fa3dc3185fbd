// Where a recording is to be had: the file that is kept, while it is as it was kept; else the PBX's own. Asked by the shelf and by the
// command line. Changes nothing.
import { type Checked, checkFile } from './check-file.ts'

export interface Located {
  /** The kept file and the PBX's; that of the PBX is looked at only where the kept one is not good. */
  readonly kept: Checked
  readonly pbx: Checked | null
  /** The better one; null when there is none. */
  readonly file: string | null
  /** How that one is. */
  readonly checked: Checked
}

/** A name that could lead out of the directory is nobody's. */
export const RECORDING_NAME = /^[A-Za-z0-9-]{1,200}$/

/** The directory of kept recordings within a state directory. */
export function keptIn(state: string): string {
  return `${state}/recordings`
}

/** `pbx`: null where it is not known. `sha256`: null where nothing was kept yet. */
export async function locate(
  recording: string,
  sha256: string | null,
  at: { readonly kept: string; readonly pbx: string | null },
): Promise<Located> {
  const nowhere = { kept: 'missing', pbx: 'missing', file: null, checked: 'missing' } as const
  if (!RECORDING_NAME.test(recording)) return nowhere
  const keptFile = `${at.kept}/${recording}.wav`
  const kept = await checkFile(keptFile, sha256)
  if (kept === 'good' || kept === 'unchecked') return { kept, pbx: null, file: keptFile, checked: kept }
  const pbxFile = `${at.pbx}/${recording}.wav`
  const pbx = at.pbx === null ? 'missing' : await checkFile(pbxFile, sha256)
  if (pbx === 'missing' && kept === 'missing') return nowhere
  return pbx === 'missing' || (pbx === 'altered' && kept === 'altered')
    ? { kept, pbx, file: keptFile, checked: kept }
    : { kept, pbx, file: pbxFile, checked: pbx }
}

const STATES = ['MISSING', 'ALTERED: not what was kept'] as const
const NEVER_KEPT = 'MISSING: it was never kept, and Asterisk does not have it'
const NOT_YET = 'not kept yet: it is only where Asterisk recorded it'
const STILL_GOOD = '; Asterisk still has it as it was'
const DIFFERS = '; what Asterisk has differs, too'

/** All that `wrongWith` can say. */
export const TROUBLES: readonly string[] = [
  ...[NEVER_KEPT, NOT_YET],
  ...STATES.flatMap(state => [state, `${state}${STILL_GOOD}`, `${state}${DIFFERS}`]),
]

/** What is wrong with it, for people; null when nothing is. */
export function wrongWith({ kept, pbx }: Located, sha256: string | null): string | null {
  if (kept === 'good') return null
  if (kept === 'unchecked' || sha256 === null) {
    if (pbx === 'missing') return NEVER_KEPT
    return NOT_YET
  }
  const state = STATES[kept === 'missing' ? 0 : 1]
  if (pbx === 'good') return `${state}${STILL_GOOD}`
  return pbx === 'altered' ? `${state}${DIFFERS}` : state
}
