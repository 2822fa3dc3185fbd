// The follower of free text: the words of each story, for `--text`. Reasons and notes, categories,
// outcomes, and the people and properties by their names; never a field that is private. A call and
// the incidents that it opened are one story. Its words are collected while the call runs and go
// into the index when it is over; what comes later goes there at once.
import type { Plan } from '../../core/plan/plan.ts'
import type { Fact } from '../../core/world/facts.ts'
import { isIncident } from '../../core/world/ids.ts'
import type { KeptPlans } from '../journal/kept-plans.ts'
import { prepare, type Statements, sqlFor } from '../journal/statements.ts'
import type { FollowedTurn, Follower } from './follower.ts'
import { textWords } from './text-words.ts'
import { TEXT_TABLES, type TextStoryTable, textSql } from './texts-tables.ts'

export function texts(plans: KeptPlans): Follower {
  return {
    name: 'texts',
    version: 1,
    from: 'first',
    onMistake: 'stop',
    tables: TEXT_TABLES,
    sql: textSql,
    open(db: Statements) {
      const stories = storiesIn(db)
      return turn => {
        for (const [story, facts] of byStory(turn, stories.isKnown)) {
          const before = stories.get(story)
          const words = new Set(before?.words.split(' '))
          const had = words.size
          for (const fact of facts) for (const word of wordsOfFact(fact, planOf(turn, fact, plans))) words.add(word)
          const isLive = before === undefined ? facts[0]?.kind === 'arrived' : before.indexed === 0
          const indexed = !isLive || facts.some(({ kind }) => kind === 'left')
          if (words.size > had || (indexed && isLive)) stories.put(story, before?.doc, [...words].join(' '), indexed)
        }
      }
    },
  }
}

function storiesIn(db: Statements) {
  const known = prepare<{ story: string }, TextStoryTable>(db, p =>
    sqlFor.selectFrom('text_story').selectAll().where('story', '=', p.story),
  )
  const insert = db.prepare('INSERT INTO "text_story" (story, words, indexed) VALUES (?, ?, ?)')
  const update = db.prepare('UPDATE "text_story" SET words = ?, indexed = ? WHERE doc = ?')
  const index = db.prepare('INSERT OR REPLACE INTO "texts" (rowid, words) VALUES (?, ?)')
  return {
    get: (story: string) => known.get({ story }),
    isKnown: (story: string) => known.get({ story }) !== undefined,
    put(story: string, before: number | undefined, words: string, indexed: boolean): void {
      const flag = indexed ? 1 : 0
      const doc = before ?? Number(insert.run(story, words, flag).lastInsertRowid)
      if (before !== undefined) update.run(words, flag, doc)
      if (indexed) index.run(doc, words)
    },
  }
}

function byStory({ facts }: FollowedTurn, isKnown: (story: string) => boolean): ReadonlyMap<string, readonly Fact[]> {
  const found = new Map<string, Fact[]>()
  for (const fact of facts) {
    const story = storyOf(fact.stream, isKnown)
    found.set(story, [...(found.get(story) ?? []), fact])
  }
  return found
}

/** An incident's id is made of its call's: `i-<call>`, `i-<call>-2`. */
function storyOf(stream: string, isKnown: (story: string) => boolean): string {
  if (!isIncident(stream)) return stream
  const call = stream.slice(2)
  return isKnown(call) ? call : call.replace(/-\d+$/, '')
}

function planOf({ changes }: FollowedTurn, { stream }: Fact, plans: KeptPlans): Plan | null {
  const hash = changes.find(([changed]) => changed === stream)?.[1]
  return hash === undefined ? null : plans.plan(hash)
}

/** Fields that say something; those that are private are none of them. */
const SAYING = ['why', 'meaning', 'category', 'outcome', 'result', 'ladder', 'mailbox', 'menu', 'by', 'whom', 'reason'] as const

function wordsOfFact(fact: Fact, plan: Plan | null): string[] {
  const said = fact as unknown as Readonly<Record<string, unknown>>
  const texts = SAYING.map(field => said[field])
  for (const person of [said.person, said.by]) texts.push(person, plan?.people[String(person)]?.name)
  const { property, category } = said
  const rules = plan?.properties[String(property)]
  texts.push(property, rules?.name, ...Object.values(rules?.categories[String(category)] ?? {}))
  return texts.flatMap(text => (typeof text === 'string' ? knownWords(text) : []))
}

/** Most reasons and names are said again and again. */
const KNOWN = 5000
const wordsKnown = new Map<string, readonly string[]>()

function knownWords(text: string): readonly string[] {
  const before = wordsKnown.get(text)
  if (before !== undefined) return before
  const words = textWords(text)
  if (wordsKnown.size >= KNOWN) wordsKnown.clear()
  wordsKnown.set(text, words)
  return words
}
