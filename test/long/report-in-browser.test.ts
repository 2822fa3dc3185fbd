// A report as a person sees it: in a headless Chromium, light and dark, on a telephone, by the
// keyboard and on paper. With NIGHTBELL_PICTURES=DIRECTORY the pictures are kept, to be looked at.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportAsHtml } from '../../src/report/show/html/page.ts'
import { anyReport, HOSTILE } from '../support/any-report.ts'
import { openBrowser, type Page } from '../support/browser.ts'

const SCREEN = { width: 1200, height: 900 }
const TELEPHONE = { width: 360, height: 740 }
const A4 = { width: 8.27, height: 11.69 }
const LETTER = { width: 8.5, height: 11 }

let page: Page
const directory = mkdtempSync(join(tmpdir(), 'nightbell-pages-'))
const file = join(directory, 'report.html')
const hostile = join(directory, 'hostile.html')
beforeAll(async () => {
  writeFileSync(file, reportAsHtml(anyReport()))
  writeFileSync(hostile, reportAsHtml(anyReport(HOSTILE.join(' '))))
  page = await openBrowser()
})
afterAll(async () => {
  await page?.close()
  rmSync(directory, { recursive: true, force: true })
})

function keep(name: string, picture: Buffer): void {
  const { NIGHTBELL_PICTURES: kept } = process.env
  if (kept !== undefined) writeFileSync(join(kept, name), picture)
}

describe.each(['light', 'dark'] as const)('%s', scheme => {
  beforeAll(async () => {
    await page.look({ ...SCREEN, scheme })
    await page.open(file)
  })

  test('is what the reader wants', async () => {
    const background = await page.value<string>('getComputedStyle(document.body).backgroundColor')
    expect(background).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(17, 21, 28)')
    keep(`report-${scheme}.png`, await page.picture())
  })

  test('every text has a contrast of 4.5 to 1, every picture of 3 to 1', async () => {
    const found = await page.value<readonly Contrast[]>(CONTRASTS)
    expect(found.filter(({ of }) => of === 'text').length).toBeGreaterThan(250)
    expect(found.filter(({ of }) => of === 'picture').length).toBeGreaterThan(10)
    const least = { text: 4.5, picture: 3 }
    expect(found.filter(({ of, ratio }) => ratio < least[of])).toEqual([])
  })
})

interface Contrast {
  readonly of: 'text' | 'picture'
  readonly what: string
  readonly ratio: number
}

/** As WCAG 2.2 computes it, of each text on what is behind it, and of each bar on the page. */
const CONTRASTS = `(() => {
  const rgb = color => color.match(/[\\d.]+/g).map(Number)
  const light = ([r, g, b]) => [r, g, b]
    .map(c => c / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0)
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor)
      if (color.length === 3 || color[3] === 1) return color
      if (color[3] !== 0) throw new Error('half transparent')
    }
    return [255, 255, 255]
  }
  const ratio = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y)
    return (high + 0.05) / (low + 0.05)
  }
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === '' || element.closest('svg')) continue
    texts.push({ of: 'text', what: node.data, ratio: ratio(rgb(getComputedStyle(element).color), behind(element)) })
  }
  const bars = [...document.querySelectorAll('svg .fill')].map(bar => {
    const color = rgb(getComputedStyle(bar).fill)
    return { of: 'picture', what: bar.outerHTML, ratio: ratio(color, behind(bar.closest('svg').parentElement)) }
  })
  return [...texts, ...bars]
})()`

test('colours that a reader tells apart are all of the pictures: nine, light and dark', async () => {
  for (const scheme of ['light', 'dark'] as const) {
    await page.look({ ...SCREEN, scheme })
    await page.open(file)
    const colours = await page.value<string[]>(
      `Array.from({ length: 9 }, (_, n) => getComputedStyle(document.documentElement).getPropertyValue('--c' + n))`,
    )
    expect(new Set(colours).size).toBe(9)
  }
})

describe('on a telephone', () => {
  beforeAll(async () => {
    await page.look({ ...TELEPHONE, scheme: 'light' })
  })

  test.each(['report', 'hostile'])('the page does not scroll sideways: %s', async name => {
    await page.open(join(directory, `${name}.html`))
    expect(await page.value('document.documentElement.scrollWidth')).toBeLessThanOrEqual(TELEPHONE.width)
    keep(`${name}-telephone.png`, await page.picture())
  })
})

describe('the keyboard', () => {
  beforeAll(async () => {
    await page.look({ ...TELEPHONE, scheme: 'light' })
    await page.open(file)
  })

  interface Stop {
    readonly name: string
    readonly outline: string
    readonly seen: boolean
  }
  const WHERE = `(() => {
    const at = document.activeElement
    const { top, bottom } = at.getBoundingClientRect()
    const name = at.getAttribute('href') ?? at.getAttribute('aria-labelledby') ?? at.tagName
    return { name, outline: getComputedStyle(at).outlineStyle, seen: bottom > 0 && top < innerHeight }
  })()`

  test('comes to the way past the contents first, to each section and to each table that scrolls', async () => {
    const stops: Stop[] = []
    for (let n = 0; n < 9; n++) {
      await page.press('Tab')
      stops.push(await page.value<Stop>(WHERE))
    }
    const links = ['#volume', '#parts', '#people', '#gaps', '#hours']
    const tables = ['caption-parts', 'caption-people', 'caption-hours']
    expect(stops.map(({ name }) => name)).toEqual(['#figures', ...links, ...tables])
    expect(stops.filter(({ outline, seen }) => outline !== 'solid' || !seen)).toEqual([])
  })

  test('scrolls a table', async () => {
    const scrolled = 'document.activeElement.scrollLeft'
    expect(await page.value(scrolled)).toBe(0)
    for (let n = 0; n < 3; n++) await page.press('ArrowRight')
    await expect.poll(() => page.value<number>(scrolled)).toBeGreaterThan(0)
  })

  test('goes past the contents', async () => {
    await page.open(file)
    await page.press('Tab')
    await page.press('Enter')
    await expect.poll(() => page.value('location.hash')).toBe('#figures')
    await page.press('Tab')
    expect((await page.value<Stop>(WHERE)).name).toBe('caption-parts')
  })
})

describe('on paper', () => {
  test.each([
    ['A4', A4],
    ['Letter', LETTER],
  ])('%s', async (name, sheet) => {
    await page.look({ ...SCREEN, scheme: 'dark' })
    await page.open(file)
    const pdf = await page.print(sheet)
    keep(`report-${name}.pdf`, pdf)
    const sheets = pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g) ?? []
    expect(sheets.length).toBeGreaterThanOrEqual(2)
    expect(sheets.length).toBeLessThanOrEqual(3)
  })

  test('black on white whatever the screen has, heads repeated, rows whole', async () => {
    await page.look({ ...SCREEN, scheme: 'dark', media: 'print' })
    await page.open(file)
    const styles = await page.value<readonly string[]>(`[
      getComputedStyle(document.body).backgroundColor,
      ...[...document.querySelectorAll('thead')].map(head => getComputedStyle(head).display),
      ...[...document.querySelectorAll('tr')].map(row => getComputedStyle(row).breakInside),
      ...[...document.querySelectorAll('.scrolling')].map(one => getComputedStyle(one).overflowX),
    ]`)
    expect([...new Set(styles)]).toEqual(['rgb(255, 255, 255)', 'table-header-group', 'avoid', 'visible'])
    const wide = await page.value<readonly Contrast[]>(CONTRASTS)
    expect(wide.filter(({ of, ratio }) => of === 'text' && ratio < 4.5)).toEqual([])
  })
})

test('nothing is asked of the network, and hostile names run nothing', async () => {
  for (const one of [file, hostile]) {
    await page.open(one)
    expect(page.requests).toEqual([`file://${one}`])
  }
  const alive = 'document.querySelectorAll("script, img, [onload], [onerror], [onmouseover]").length'
  expect(await page.value(alive)).toBe(0)
  expect(await page.value('document.querySelectorAll("h1, main, footer").length')).toBe(3)
})
