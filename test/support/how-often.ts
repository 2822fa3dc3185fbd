// How often a property is tried: a few times in the unit tests, so that they stay quick, and many times in the long ones (vitest.config.ts
// runs the same files there with NIGHTBELL_OFTEN). Used by whatever draws at random.

/** So many tries here; the long tests multiply them. */
export function howOften(few: number): number {
  return few * Number(process.env.NIGHTBELL_OFTEN ?? 1)
}
