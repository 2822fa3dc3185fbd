// A report as HTML: what stands in the file. How it looks, and what a browser makes of it, is seen
// by test/long/report-in-browser.test.ts.
import { describe, expect, test } from 'vitest'
import { reportAsHtml } from '../../src/report/show/html/page.ts'
import { anyReport, HOSTILE } from '../support/any-report.ts'

const VOID = new Set(['meta', '!doctype'])

interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** Every element; throws where one is not closed, or where an attribute is not quoted. */
function parse(page: string): readonly Element[] {
  const open: { tag: string; attributes: Record<string, string>; text: string }[] = []
  const all: Element[] = []
  for (const [, style, closes, opens, attributes = '', alone, text] of page.matchAll(TOKEN)) {
    if (style !== undefined) continue
    if (text !== undefined) for (const one of open) one.text += text
    if (closes !== undefined) {
      if (open.pop()?.tag !== closes) throw new Error(`</${closes}> closes something else`)
    } else if (opens !== undefined) {
      const left = attributes.replaceAll(/\s([a-z-]+|viewBox|preserveAspectRatio)="[^"<]*"/g, '').trim()
      if (left !== '' && left !== 'html') throw new Error(`<${opens} ${left}`)
      const pairs = [...attributes.matchAll(/\s([A-Za-z-]+)="([^"]*)"/g)]
      const element = {
        tag: opens,
        attributes: Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value])),
        text: '',
      }
      all.push(element)
      if (alone !== '/' && !VOID.has(opens)) open.push(element)
    }
  }
  if (open.length > 0) throw new Error(`not closed: ${open.map(({ tag }) => tag)}`)
  return all
}

const TOKEN =
  /<style>([^<]*)<\/style>|<\/([a-z0-9]+)>|<(!doctype|[a-z0-9]+)((?:\s+[A-Za-z-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<>]+|<|>)/g

describe('the file', () => {
  const page = reportAsHtml(anyReport())
  const elements = parse(page)
  const of = (tag: string) => elements.filter(element => element.tag === tag)

  test('is one document, with a title that says what, whose, when and by which clock', () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(of('title')[0]?.text).toBe('Service: Oak Creek, November 2026 (America/Chicago)')
    expect(page).toContain('2026-11-01 00:00 -05:00 to 2026-12-01 00:00 -06:00 (America/Chicago)')
  })

  test('asks for nothing and runs nothing', () => {
    const [policy] = of('meta').filter(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')
    expect(policy?.attributes.content?.replaceAll('&#39;', "'")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
    )
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<object|javascript:|https?:|@import|url\(/i)
    for (const { attributes } of elements) expect(Object.keys(attributes).filter(name => name.startsWith('on'))).toEqual([])
  })

  test('has landmarks, one first heading and sections in order, each named', () => {
    for (const tag of ['header', 'nav', 'main', 'footer', 'h1']) expect(of(tag)).toHaveLength(1)
    expect(of('h3')).toEqual([])
    expect(of('section').map(({ attributes }) => attributes['aria-labelledby'])).toEqual(
      of('h2').map(({ attributes }) => attributes.id),
    )
    expect(of('a')[0]?.attributes).toEqual({ class: 'skip', href: '#figures' })
  })

  test('every id is there once, and what is referred to is there', () => {
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const referred = elements.flatMap(({ attributes }) => [
      ...(attributes['aria-labelledby']?.split(' ') ?? []),
      ...(attributes.href === undefined ? [] : [attributes.href.replace('#', '')]),
    ])
    expect(referred.filter(id => !ids.includes(id))).toEqual([])
  })

  test('every table has a caption, and every heading of it a scope', () => {
    expect(of('caption')).toHaveLength(of('table').length)
    for (const { attributes } of of('th')) expect(attributes.scope).toMatch(/^(col|row)$/)
  })

  test('every figure stands with its value and with what it counts', () => {
    const rows = of('tr').filter(({ attributes }) => attributes['data-figure'] !== undefined)
    expect(rows.map(({ text }) => text)).toEqual([
      'Figure offered120120 of 120callers of the properties',
      'Figure closed9090 of 120outside of office hours',
      'Figure forwarded3030 of 120forwarded by Oak Creek',
      'Figure blocked00 of 120no telephone',
      'Figure level90.0 %90.0 %in time ÷ all',
      'Figure few2 of 4of few',
      'Figure wait1 min 5 sthe longest',
      'Figure nothingnonenever',
    ])
  })

  test('the parts of a whole are one picture, which is also told in words', () => {
    expect(of('desc')[0]?.text).toBe('Figure closed 90, Figure forwarded 30')
    // A bar of what is no part says how many, and not of what.
    const bars = of('title').map(({ text }) => text)
    expect(bars).toContain('90 of 120')
    expect(bars.filter(text => / of /.test(text)).every(text => text.endsWith(' of 120'))).toBe(true)
  })

  test('each column has a head with words, those of parts and bars too', () => {
    const heads = of('th').filter(({ attributes }) => attributes.scope === 'col')
    expect(heads.map(({ text }) => text)).toEqual(expect.arrayContaining(['Part', 'Bar']))
    expect(heads.filter(({ text }) => text.trim() === '')).toEqual([])
  })

  test('a heat map is a table with numbers in shaded cells', () => {
    const cells = of('td').filter(({ attributes }) => /^h\d$/.test(attributes.class ?? ''))
    expect(cells).toHaveLength(7 * 24)
    for (const { attributes, text } of cells) expect(attributes.class === 'h0').toBe(text === '0')
  })

  test('says so where there is nothing', () => {
    expect(page).toContain('There are none.')
  })
})

describe('hostile names', () => {
  test.each(HOSTILE)('%j is text', name => {
    const shape = (page: string) => parse(page).map(({ tag, attributes }) => [tag, Object.keys(attributes)])
    const page = reportAsHtml(anyReport(name))
    expect(shape(page)).toEqual(shape(reportAsHtml(anyReport('Oak Creek'))))
    expect(page.replaceAll(/\n/g, '')).not.toMatch(/[\p{Cc}\u202e]/u)
  })
})
