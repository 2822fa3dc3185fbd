// How a number is read out: digit by digit, in the groups that people write telephone numbers in. Pure; used by voice.ts.
// North American numbers go 1, 3, 3, 4 (nationwide habit); others in threes, with the last group up to four.

export function groupsOf(digits: string): string[] {
  const plain = digits.replaceAll(/[^0-9*#]/g, '')
  if (/^1?\d{10}$/.test(plain)) {
    const country = plain.length === 11 ? [plain.slice(0, 1)] : []
    const rest = plain.slice(-10)
    return [...country, rest.slice(0, 3), rest.slice(3, 6), rest.slice(6)]
  }
  const groups: string[] = []
  let left = plain
  while (left.length > 4) {
    groups.push(left.slice(0, 3))
    left = left.slice(3)
  }
  return left === '' ? groups : [...groups, left]
}
