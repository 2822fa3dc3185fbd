// HTML of text. Whatever is put into a template is escaped, unless it is markup itself: names come
// from callers and carriers.

export interface Markup {
  readonly markup: string
}

type Value = string | number | Markup | readonly Markup[]

/** html`<td>${name}</td>` */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const markup = texts.map((text, n) => {
    const value = values[n]
    return value === undefined ? text : `${text}${markupOf(value)}`
  })
  return { markup: markup.join('') }
}

export const NOTHING: Markup = { markup: '' }

function markupOf(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** What HTML does not allow, and what turns the direction of the text around it. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

export function escaped(text: string): string {
  return text
    .replaceAll(/[\n\t]/g, ' ')
    .replaceAll(FORBIDDEN, '\ufffd')
    .replaceAll(/[&<>"']/g, char => ENTITIES[char] ?? '')
}
