// What callers and carriers wrote, for a terminal, a mail or a cell: in one line, and unable to steer.

/** Control and direction characters are shown as escapes, and a long text is cut. */
export function oneLine(text: string, most = 120): string {
  const shown = text.replaceAll(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, char => {
    if (char === '\n') return '\\n'
    if (char === '\r') return '\\r'
    if (char === '\t') return ' '
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  const chars = [...shown]
  return chars.length <= most ? shown : `${chars.slice(0, most - 1).join('')}…`
}
