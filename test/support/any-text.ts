// Text of any code points, halves of pairs and control characters among them. fast-check's own `unit: 'binary'` maps all of Unicode first,
// which costs a second in every test file.
import fc from 'fast-check'

export function anyText(most: number): fc.Arbitrary<string> {
  const point = fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0x10ffff }))
  return fc.array(point, { maxLength: most }).map(points => String.fromCodePoint(...points))
}
