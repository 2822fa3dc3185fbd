// Which words of a text are looked for by: letters and digits, without accents, in lower case. What
// could be somebody's number is left out.

/** So many digits in a row may be a telephone number. */
const A_NUMBER = /\d{7,}/
const LONGEST = 40

export function textWords(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '' && word.length <= LONGEST && !A_NUMBER.test(word))
}
