// docs/symptoms.md and docs/trunks.md are true: the commands, options, kinds of facts and sentences that they name exist, and links lead somewhere.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mediaWords } from '../../src/daemon/media-words.ts'
import { remedyFor } from '../../src/sip/not-registered.ts'
import { nightbell } from './run-program.ts'

const symptoms = readFileSync('docs/symptoms.md', 'utf8')
const both = `${symptoms}\n${readFileSync('docs/trunks.md', 'utf8')}`

/** Each `nightbell …`, in a line of its own or in a sentence, without what a comment says. */
const commands = [
  ...new Set(
    [...both.matchAll(/^ {4}nightbell ([^#\n]+)|`nightbell ([^`\n]+)`/gm)].map(([, alone, within]) =>
      (alone ?? within ?? '').trim(),
    ),
  ),
]

test('every command and option exists', async () => {
  expect(commands.length).toBeGreaterThan(20)
  const helps = new Map<string, string>()
  for (const words of commands) {
    const [name = '', part = ''] = words.split(' ')
    const own = `${name} ${part}`
    if (!helps.has(own)) {
      const group = (await nightbell([name, '--help'])).out
      const isPart = new RegExp(`^Commands:[\\s\\S]*^ {2}${part} `, 'm').test(group) && /^[a-z-]+$/.test(part)
      helps.set(own, isPart ? (await nightbell([name, part, '--help'])).out : group)
    }
    const help = helps.get(own) ?? ''
    expect([words, help]).toEqual([words, expect.stringMatching(new RegExp(`^Usage: nightbell ${name}`))])
    for (const [option] of words.matchAll(/--[a-z-]+/g))
      expect([words, help]).toEqual([words, expect.stringContaining(`${option} `)])
  }
})

test('kinds of facts that are asked for are told by `facts list`', async () => {
  const kinds = [...new Set([...both.matchAll(/--kind ([a-z-]+)/g)].map(([, kind = '']) => kind))]
  expect(kinds.length).toBeGreaterThan(3)
  const told =
    readFileSync('src/cli/call-story.ts', 'utf8') +
    readFileSync('src/cli/emergency-story.ts', 'utf8') +
    ['src/cli/story.ts', 'src/cli/trunk-story.ts'].map(file => readFileSync(file, 'utf8')).join('\n')
  for (const kind of kinds) expect(told, kind).toContain(`'${kind}'`)
})

test('what is worth noticing in a trace is what the command says', () => {
  const said = readFileSync('src/cli/trunks/worth-noticing.ts', 'utf8')
    .match(/`[^`]*`/g)
    ?.map(text =>
      text
        .slice(1, -1)
        .split(/\$\{[^}]*\}/)
        .filter(piece => piece.length > 8),
    )
    .filter(pieces => pieces.length > 0)
  const notices = [
    ...symptoms.matchAll(/^\* (.*)$/gm),
    ...symptoms.matchAll(/^\| ((?:The box|carrier-a|No telephone-event)[^|]*\.) \|/gm),
  ]
  expect(notices.length).toBeGreaterThan(6)
  for (const [, notice = ''] of notices)
    expect(
      said?.some(pieces => pieces.every(piece => notice.includes(piece))),
      notice,
    ).toBe(true)
})

test('alarms are quoted as they are', () => {
  expect(symptoms).toContain(`  ${mediaWords({ trunk: 'carrier-b', offered: 'G729, unencrypted', status: 488 })}\n`)
  expect(symptoms).toContain(`since 22:57: 403 Forbidden; ${remedyFor('403 Forbidden')}\n`)
})

test('links lead to files and sections', () => {
  const anchorsOf = (file: string) =>
    [...readFileSync(`docs/${file}`, 'utf8').matchAll(/^##+ (.*)$/gm)].map(([, head = '']) =>
      head
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    )
  const links = [...both.matchAll(/\]\(([\w-]+\.md)?(?:#([\w-]+))?\)/g)]
  expect(links.length).toBeGreaterThan(25)
  for (const [link, file = 'symptoms.md', anchor] of links) {
    expect(existsSync(`docs/${file}`), link).toBe(true)
    const places = link.startsWith('](#') ? [...anchorsOf('symptoms.md'), ...anchorsOf('trunks.md')] : anchorsOf(file)
    if (anchor !== undefined) expect(places, link).toContain(anchor)
  }
})
