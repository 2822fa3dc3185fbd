// What strangers put into SIP headers to take a box: drawn from a seed, so that a run that failed can be repeated.
import { chance } from '../long/chance.ts'

export interface HostileCall {
  /** The user part of From, as Asterisk reads it after unescaping. */
  readonly number: Buffer
  /** The display name. */
  readonly name: Buffer
  readonly withheld: boolean
  /** The same as SIP carries them. */
  readonly headers: readonly Buffer[]
}

/** `mark`: a file that must not appear. */
function pieces(mark: string): readonly Buffer[] {
  const texts = [
    ...'()[]{}<>"\'`,;:&|^\\%$#!?=@~*+-_. /',
    ...[
      'x',
      '15',
      '+1512',
      '$'.concat('{'),
      '}',
      '$[',
      `\${EXTEN}`,
      '$[1+1]',
      '%29',
      '%28',
      '%00',
      '%%',
      '%zz',
      '\\"',
      '\\\\',
      '\\,',
    ],
    ...['):', '):1', '(:', '):0:0', '))', '((', ']]', '[[', '"(', ')"', '^1)', '&PJSIP/trunk-carrier-a', '?', ':s,1)'],
    ...['MAPLE CT (OFFIC', 'é', '💧', '\u202e', '\u0000', '\t', '\u0001', '\u0002', '\u001b[31m', '\u007f', '\r\n ', '\r\n\t'],
    ...[`):System(touch ${mark})#`, `)Set(X=\${SHELL(touch ${mark})})`, `\${SHELL(touch ${mark})}`, `$(touch ${mark})`],
    ...[`'; touch ${mark}; '`, `,System(touch ${mark})`, `&System(touch ${mark})`, `\${EVAL(\${SHELL(touch ${mark})})}`],
    ...[`\${FILE(${mark},,,,x)}`, `\${CURL(http://127.0.0.9/)}`, `\${GLOBAL(SPOOL)}`, `\${DB_DELETE(a/b)}`, 'x'.repeat(4096)],
  ]
  // Characters that were cut in half.
  return [...texts.map(text => Buffer.from(text)), Buffer.from([0xc3]), Buffer.from([0xf0, 0x9f]), Buffer.from([0xff, 0x80])]
}

export function hostileCalls(seed: number, count: number, mark: string): readonly HostileCall[] {
  const random = chance(seed)
  const all = pieces(mark)
  const below = (n: number): number => Math.floor(random() * n)
  const value = (): Buffer => Buffer.concat(Array.from({ length: 1 + below(4) }, () => all[below(all.length)] as Buffer))
  return Array.from({ length: count }, (_, n) => {
    const [number, name] = [value(), value()]
    const [withheld, other] = [below(3) === 0, value()]
    const tag = Buffer.from(`;tag=h${n}`)
    const identity = Buffer.concat([quoted(name), Buffer.from(' <sip:'), escaped(number), Buffer.from('@carrier>')])
    const line = (header: string, ...values: readonly Buffer[]): Buffer => Buffer.concat([Buffer.from(`${header}: `), ...values])
    return {
      number,
      name,
      withheld,
      headers: [
        line('From', identity, tag),
        ...(below(2) === 0 ? [line('P-Asserted-Identity', identity)] : []),
        ...(withheld ? [line('Privacy', Buffer.from('id'))] : []),
        ...(below(2) === 0 ? [line('Diversion', Buffer.from('<sip:'), escaped(other), Buffer.from('@pbx>;reason=unknown'))] : []),
        ...(below(4) === 0 ? [line('Diversion', bare(other))] : []),
        ...(below(3) === 0 ? [line('History-Info', Buffer.from('<sip:'), escaped(other), Buffer.from('@pbx>;index=1'))] : []),
        ...(below(6) === 0 ? [line('Remote-Party-ID', identity, Buffer.from(';party=calling;privacy=off'))] : []),
      ],
    }
  })
}

/** As the user part of a URI: everything escaped that is neither letter nor digit. */
export function escaped(value: Buffer): Buffer {
  const text = [...value].map(byte => {
    const char = String.fromCharCode(byte)
    return /[A-Za-z0-9]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0')}`
  })
  return Buffer.from(text.join(''))
}

/** A quoted string (RFC 3261, 25.1). */
function quoted(value: Buffer): Buffer {
  return Buffer.from(`"${value.toString('latin1').replaceAll(/["\\]/g, '\\$&')}"`, 'latin1')
}

/** A header that ends where its line ends, unless it is folded. */
function bare(value: Buffer): Buffer {
  return Buffer.from(value.toString('latin1').replaceAll(/\r\n(?![ \t])|[\r\n\0](?![\n \t])/g, ''), 'latin1')
}
