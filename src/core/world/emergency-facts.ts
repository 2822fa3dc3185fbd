// What becomes of an emergency call that somebody dialled at an office telephone: standing/emergency-call.ts. Part of facts.ts.
import type { Why } from './fact-parts.ts'
import type { EpochMs } from './ids.ts'

/** Which telephone of which property dialled what. `test`: a number that only tries it out. */
export interface EmergencyDialled {
  readonly phone: string
  readonly property: string
  readonly dialled: string
  readonly test?: true
  /** On the PBX's clock. The daemon may have been away, and heard of it later. */
  readonly when: EpochMs
}

/** Why a trunk did not carry it, as the dialplan has it (DIALSTATUS), and the Q.850 cause; 0 where none was told. */
export interface NotCarried {
  readonly trunk: string
  readonly status: string
  readonly cause: number
}

/** A call has begun; a trunk did not carry it; somebody answered; no trunk carried it; it was over. `trunk`: the last that was tried. */
export type EmergencyFact = EmergencyDialled &
  Why &
  (
    | { readonly kind: 'emergency-dialled' }
    | ({ readonly kind: 'emergency-refused' } & NotCarried)
    | { readonly kind: 'emergency-answered'; readonly trunk: string }
    | { readonly kind: 'emergency-failed' }
    | { readonly kind: 'emergency-ended'; readonly result: 'connected' | 'left'; readonly trunk: string | null }
  )
