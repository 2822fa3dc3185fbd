// What may be wider than a telephone scrolls by itself; the page never does. The keyboard reaches it.
import { html, type Markup } from './markup.ts'

export function scrolling(labelledBy: string, content: Markup): Markup {
  return html`<div class="scrolling" role="region" aria-labelledby="${labelledBy}" tabindex="0">
${content}
</div>
`
}
