// CSV that a spreadsheet opens: RFC 4180, and no cell does anything.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csv, csvCell } from '../../src/cli/csv.ts'
import { howOften } from '../support/how-often.ts'

test.each([
  ['plain', 'plain'],
  ['', ''],
  [null, ''],
  [12.5, '12.5'],
  [-3, '-3'],
  // Numbers stay what they are: digits alone call no function.
  ['+15125550142', '+15125550142'],
  ['-12.5', '-12.5'],
  ['007', '007'],
  ['Oak Creek', '"Oak Creek"'],
  ['a,b', '"a,b"'],
  ['say "yes"', '"say ""yes"""'],
  ['=1+1', '"\'=1+1"'],
  ['=HYPERLINK("http://evil","x")', '"\'=HYPERLINK(""http://evil"",""x"")"'],
  ['+1512555;0142', '"\'+1512555;0142"'],
  ['+cmd|/c calc', '"\'+cmd|/c calc"'],
  ['-2+3', '"\'-2+3"'],
  ['@SUM(A1)', '"\'@SUM(A1)"'],
  ['\t=1', '"\' =1"'],
  ['\r=1', '"\'\\r=1"'],
  ['  =1', '"\'  =1"'],
  ['＝1+1', '"\'＝1+1"'],
  // Where semicolons part the columns, this would be a cell of its own.
  ['x;=1+1', '"x;\'=1+1"'],
  ['two\nlines\u001b[2J\u202e', 'two\\nlines\\u001b[2J\\u202e'],
])('%j', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})

test('a header line, CRLF behind each line, a column for each head', () => {
  expect(
    csv(
      ['id', 'name'],
      [
        ['1', 'Ann Lee'],
        ['2', null],
      ],
    ),
  ).toBe('id,name\r\n1,"Ann Lee"\r\n2,\r\n')
})

/** As RFC 4180 says it is read. */
function read(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  for (let n = 0; n < text.length; n++) {
    if (text[n] === '"') {
      for (n++; text[n] !== '"' || text[n + 1] === '"'; n++) {
        if (text[n] === '"') n++
        cell += text[n]
      }
    } else if (text[n] === ',' || text.startsWith('\r\n', n)) {
      rows.at(-1)?.push(cell)
      cell = ''
      if (text[n] === '\r') {
        n++
        rows.push([])
      }
    } else cell += text[n]
  }
  return rows.slice(0, -1)
}

test('whatever is in them: as many cells as were written, none begins a formula, none steers a terminal', () => {
  const hostile = fc.array(fc.constantFrom(...'=+-@\t\r\n";,| \u001b\u202e＝a1'), { maxLength: 8 }).map(chars => chars.join(''))
  const rows = fc.array(fc.tuple(hostile, fc.string(), fc.string({ unit: 'binary' })), { maxLength: 5 })
  fc.assert(
    fc.property(rows, rows => {
      const text = csv(['a', 'b', 'c'], rows)
      const cells = read(text)
      expect(cells).toHaveLength(rows.length + 1)
      for (const row of cells) {
        expect(row).toHaveLength(3)
        for (const cell of row) if (!/^[+-]?[\d.]+$/.test(cell)) expect(cell).not.toMatch(/(^|[;|])\s*[=+\-@＝＋－＠]/)
      }
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    }),
    { numRuns: howOften(15) },
  )
})
