// Free text over the stories of calls and their incidents: reasons, notes, names, categories. All
// words must appear in one story, in any order; a word with `*` behind it begins with these letters.
import type Database from 'better-sqlite3'
import { type RawBuilder, sql } from 'kysely'
import type { Fact } from '../../../core/world/facts.ts'
import { isWord, partsOf, saidIn, textWords } from '../../follow/text-words.ts'
import { namesEver } from '../names-then.ts'
import type { Stored } from '../stored.ts'
import { type Condition, FEW, rows } from './ask.ts'

/** The words as the index has them; a quoted phrase is its words. `null`: there is none in it. */
export function wordsOf(written: string): readonly string[] | null {
  const words = written.split(/[\s"]+/).flatMap(part => {
    const found = textWords(part)
    const last = found.at(-1)
    return last !== undefined && part.endsWith('*') ? [...found.slice(0, -1), `${last}*`] : found
  })
  return words.length === 0 ? null : [...new Set(words)]
}

/** The first part that is in no index: a number that may be somebody's, a word that is too long. */
export function notLookedFor(written: string): string | undefined {
  return partsOf(written).find(part => !isWord(part))
}

/**
 * The stories in which all of them appear: `story`. While its call runs, a story is not in the
 * index yet.
 */
export function storiesWith(words: readonly string[]): RawBuilder<unknown> {
  return sql`SELECT story FROM text_story WHERE doc IN (${docsWith(words)})
    UNION ALL SELECT story FROM text_story WHERE indexed = 0 AND ${hasAll(words)}`
}

/** Words are letters and digits: nothing of the query language of FTS5 is in them. */
function docsWith(words: readonly string[]): RawBuilder<unknown> {
  const match = words.map(word => (word.endsWith('*') ? `"${word.slice(0, -1)}"*` : `"${word}"`)).join(' AND ')
  return sql`SELECT rowid FROM texts WHERE texts MATCH ${match}`
}

function hasAll(words: readonly string[]): RawBuilder<unknown> {
  const all = words.map(word => {
    const like = word.endsWith('*') ? `% ${word.slice(0, -1)}%` : `% ${word} %`
    return sql`' ' || words || ' ' LIKE ${like}`
  })
  return sql.join(all, sql` AND `)
}

/** Whether few stories have them. */
export function areRare(words: readonly string[], from: Stored): boolean {
  return rows(from, sql`${docsWith(words)} LIMIT ${FEW + 1}`).length <= FEW
}

/** Says of a row of `text_story` whether it has all of them. */
export function storyHas(words: readonly string[]): RawBuilder<unknown> {
  return sql`(+text_story.doc IN (${docsWith(words)}) OR (text_story.indexed = 0 AND ${hasAll(words)}))`
}

/**
 * `where` says of a row whether one of its stories, in `text_story`, is such a one; `keys` selects
 * the keys (`id`) of the rows that belong to such stories, for words that are rare.
 */
export function withWords(
  where: (story: RawBuilder<unknown>) => RawBuilder<unknown>,
  keys: (stories: RawBuilder<unknown>) => RawBuilder<unknown>,
) {
  return (words: readonly string[], from: Stored): Condition => ({
    where: sql`(${where(storyHas(words))})`,
    ...(areRare(words, from) ? { ids: keys(storiesWith(words)) } : {}),
  })
}

/** A reason names people and properties by their ids. */
const BETWEEN_IDS = /[^\w-]+/

type Says = (text: string) => boolean

/** Those that the last few queries ask, by their numbers: thousands of ids are too much for an argument. */
const asked: Says[] = []
const MOST_ASKED = 20
let questions = 0

/** From now on, `says_one_of` can be asked on this connection. */
export function sayingIn(db: Database.Database): void {
  db.function('says_one_of', (fact: string, question: number) => {
    const says = asked[question % MOST_ASKED]
    return says !== undefined && saidIn(JSON.parse(fact) as Fact).some(says) ? 1 : 0
  })
}

/** Most reasons and names are said again and again. */
const MOST_REMEMBERED = 5000

/** Whether a text says one of the words, or names somebody or something in whose name one stands. */
function saying(words: readonly string[], from: Stored): Says {
  const named = namedSo(words, from)
  const remembered = new Map<string, boolean>()
  return text => {
    const known = remembered.get(text)
    if (known !== undefined) return known
    const is = hasOne(text, words) || text.split(BETWEEN_IDS).some(id => named.has(id))
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(text, is)
    return is
  }
}

/** Of a story that has the words, the facts that say one of them themselves. */
export function saysOneOf(words: readonly string[], fact: RawBuilder<unknown>, from: Stored): RawBuilder<unknown> {
  const question = questions++
  asked[question % MOST_ASKED] = saying(words, from)
  return sql`says_one_of(${fact}, ${question})`
}

function namedSo(words: readonly string[], from: Stored): ReadonlySet<string> {
  const named = (['person', 'property'] as const).flatMap(what => namesEver(from.db, what))
  return new Set(named.filter(({ name }) => hasOne(name, words)).map(({ id }) => id))
}

function hasOne(text: string, words: readonly string[]): boolean {
  const said = textWords(text)
  return words.some(word => (word.endsWith('*') ? said.some(each => each.startsWith(word.slice(0, -1))) : said.includes(word)))
}
