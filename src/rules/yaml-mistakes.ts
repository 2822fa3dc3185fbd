// One error of YAML's syntax in plain words, at the place where somebody has to write: where a quote or bracket opens, and on the line that is
// indented wrongly. The YAML library tells where it gave up, which is often lines later. Called by yaml-syntax.ts.
import type { Explanation } from './problem.ts'

export interface Mistake extends Explanation {
  readonly offset: number
  readonly message: string
  /** What is never closed takes all that follows with it. `junk`: everything after it is noise. */
  readonly kind: 'quote' | 'bracket' | 'junk' | 'other'
}

/** `opening`: where the quote or bracket begins that this error is about. */
export function mistakeOf(code: string, said: string, offset: number, opening: number, text: string): Mistake {
  const other = (message: string, more: Explanation = {}, at = offset): Mistake => ({
    kind: 'other',
    offset: at,
    message,
    ...more,
  })
  if (/closing ["']quote/.test(said)) {
    const quote = text[opening] ?? '"'
    return {
      kind: 'quote',
      offset: opening,
      message: 'this quote is never closed',
      expected: `a second \`${quote}\` at the end of the text`,
    }
  }
  if (/^Flow .*end with a [\]}]|^Expected .*to end with/.test(said)) {
    const closing = text[opening] === '{' ? '}' : ']'
    return {
      kind: 'bracket',
      offset: opening,
      message: 'this bracket is never closed',
      expected: `a \`${closing}\` after its last item`,
    }
  }
  if (/Unexpected flow-(seq|map)-end/.test(said))
    return { kind: 'junk', offset, message: 'this bracket closes nothing', hint: 'remove it, or open one before it' }
  if (text[offset] === '*') return other('a text that begins with `*` needs quotes')
  if (/must start at the same column/.test(said)) return indentation(text, offset)
  if (/block sequence may not be used as an implicit map key/.test(said)) return listOutOfLine(text, offset)
  if (/Nested mappings are not allowed/.test(said)) {
    if (/:( |$)/.test(lineAt(text, offset).rest)) return other(PLAIN_WORDS.BLOCK_AS_IMPLICIT_KEY ?? said)
    return tooDeep(text, offset) ?? other(PLAIN_WORDS.BLOCK_AS_IMPLICIT_KEY ?? said)
  }
  if (/Implicit (map )?keys? need to be/.test(said)) {
    const line = lineAt(text, offset)
    if (line.offset === offset && !/:( |$)/.test(line.rest)) return other('a `:` with a space after it is missing in this line')
    const deep = line.offset === offset ? null : tooDeep(text, offset)
    if (deep) return deep
  }
  if (/token in YAML stream/.test(said)) return other('this belongs to nothing above it')
  if (/at node end/.test(said)) {
    if (lineAt(text, offset).offset === offset) return other('this belongs to nothing above it')
    return other('nothing can follow here: the value before it has ended', {
      hint: 'remove it, or put quotes around the whole text',
    })
  }
  if (/Missing , /.test(said)) return other('a comma is missing before this: within brackets one stands between two items')
  return other(PLAIN_WORDS[code] ?? `this is not YAML: ${said.charAt(0).toLowerCase()}${said.slice(1)}`)
}

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab is used to indent this line; write spaces',
  MISSING_CHAR: 'something is missing here, such as a space or a colon',
  BAD_INDENT: 'this line is not indented as its neighbours are',
  BLOCK_AS_IMPLICIT_KEY: 'two `key: value` pairs on one line; put quotes around a text that holds `: `',
  BLOCK_IN_FLOW: 'within brackets a text that holds `: ` needs quotes, and a comma stands between two keys',
  MULTILINE_IMPLICIT_KEY:
    'a key that runs over several lines; a `:` with a space after it is missing, or a line is indented too far',
  BAD_ALIAS: 'a text that begins with `*` needs quotes',
  BAD_SCALAR_START: 'a text that begins with this character needs quotes',
  TAG_RESOLVE_FAILED: 'tags (`!…`) are not used in rules; write the plain value',
}

interface Line {
  readonly number: number
  readonly indent: number
  readonly offset: number
  readonly rest: string
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const line = text.slice(start, end < 0 ? text.length : end)
  const indent = line.length - line.trimStart().length
  return {
    number: text.slice(0, start).split('\n').length,
    indent,
    offset: start + indent,
    rest: text.slice(offset, start + line.length),
  }
}

/** Lines that belong together are indented alike. Which of them is wrong, nobody can know: both are named. */
function indentation(text: string, offset: number): Mistake {
  const here = lineAt(text, offset)
  const above = openAbove(text, here)
  const deeper = above.findLast(({ indent }) => indent > here.indent)
  const outer = above.find(({ indent }) => indent < here.indent)
  const meant = [deeper, outer].flatMap(line => (line ? [`${spaces(line.indent)}, as line ${line.number} has`] : []))
  return {
    ...{
      kind: 'other',
      offset: here.offset,
      message: `this line is indented by ${spaces(here.indent)}, and belongs to nothing above it`,
    },
    expected: meant.join(', or '),
  }
}

/** A value goes on in the next line, and a key stands there. */
function tooDeep(text: string, offset: number): Mistake | null {
  const next = text.indexOf('\n', offset) + 1
  return next > 0 && next < text.length ? indentation(text, next) : null
}

function listOutOfLine(text: string, offset: number): Mistake {
  const here = lineAt(text, offset)
  const first = openAbove(text, here).findLast(({ indent }) => indent > here.indent)
  if (first === undefined || text[first.offset] === '-') return indentation(text, offset)
  return {
    kind: 'other',
    offset: first.offset,
    message: 'this stands in a list, and a `-` is missing before it',
    hint: `line ${here.number} is the next item of the list`,
  }
}

/** The lines above to which something could still be added: each is indented less than the one before it in the list. */
function openAbove(text: string, { number, indent }: Line): readonly Line[] {
  const lines = text.split('\n').slice(0, number - 1)
  const open: Line[] = []
  let least = Number.POSITIVE_INFINITY
  let offset = lines.reduce((sum, line) => sum + line.length + 1, 0)
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at] ?? ''
    const trimmed = line.trimStart()
    const own = line.length - trimmed.length
    offset -= line.length + 1
    if (trimmed === '' || trimmed.startsWith('#') || own >= least) continue
    open.push({ number: at + 1, indent: own, offset: offset + own, rest: trimmed })
    least = own
    if (own < indent) break
  }
  return open
}

function spaces(n: number): string {
  return n === 0 ? 'no space' : n === 1 ? '1 space' : `${n} spaces`
}
