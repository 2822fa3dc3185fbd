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
import { remembered } from './remembered.ts'
import { knownWords, saidIn } from './text-words.ts'
import { TEXT_TABLES, type TextStoryTable, textSql } from './texts-tables.ts'

export function texts(plans: KeptPlans): Follower {
  return {
    name: 'texts',
    version: 2,
    from: 'first',
    onMistake: 'stop',
    tables: TEXT_TABLES,
    sql: textSql,
    open(db: Statements) {
      const stories = storiesIn(db)
      return turn => {
        stories.at(turn.seq)
        for (const [id, facts] of byStory(turn, stories.isKnown)) {
          const story = stories.get(id) ?? { doc: null, words: new Set<string>(), indexed: facts[0]?.kind !== 'arrived' }
          const had = story.words.size
          for (const fact of facts) for (const word of wordsOfFact(fact, planOf(turn, fact, plans))) story.words.add(word)
          const isOver = !story.indexed && facts.some(({ kind }) => kind === 'left')
          if (isOver || story.words.size > had) stories.put(id, { ...story, indexed: story.indexed || isOver })
        }
      }
    },
  }
}

interface Story {
  /** Null for one that is not kept yet. */
  readonly doc: number | null
  readonly words: Set<string>
  /** Its words are in the index. */
  readonly indexed: boolean
}

/** Most facts are of a call that runs. */
const MOST = 2000

function storiesIn(db: Statements) {
  const find = prepare<{ story: string }, TextStoryTable>(db, p =>
    sqlFor.selectFrom('text_story').selectAll().where('story', '=', p.story),
  )
  const insert = db.prepare('INSERT INTO "text_story" (story, words, indexed) VALUES (?, ?, ?)')
  const update = db.prepare('UPDATE "text_story" SET words = ?, indexed = ? WHERE doc = ?')
  const index = db.prepare('INSERT OR REPLACE INTO "texts" (rowid, words) VALUES (?, ?)')
  const known = remembered<Story>(MOST)

  function get(id: string): Story | undefined {
    const before = known.get(id)
    if (before !== undefined) return before
    const row = find.get({ story: id })
    if (row === undefined) return undefined
    const story = { doc: row.doc, words: new Set(row.words.split(' ')), indexed: row.indexed === 1 }
    known.set(id, story)
    return story
  }

  return {
    at: known.at,
    get,
    isKnown: (id: string) => get(id) !== undefined,
    put(id: string, { doc: before, words, indexed }: Story): void {
      const text = [...words].join(' ')
      const flag = indexed ? 1 : 0
      const doc = before ?? Number(insert.run(id, text, flag).lastInsertRowid)
      if (before !== null) update.run(text, flag, doc)
      if (indexed) index.run(doc, text)
      known.set(id, { doc, words, indexed })
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

function wordsOfFact(fact: Fact, plan: Plan | null): string[] {
  const { person, by, property, category } = fact as unknown as Readonly<Record<string, unknown>>
  const rules = plan?.properties[String(property)]
  const names = [person, by].flatMap(id => plan?.people[String(id)]?.name ?? [])
  const spoken = Object.values(rules?.categories[String(category)] ?? {})
  return [...saidIn(fact), ...names, rules?.name ?? '', ...spoken].flatMap(knownWords)
}
