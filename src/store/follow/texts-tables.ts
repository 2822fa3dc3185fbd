// The tables of the follower `texts`: the words of each story, and the index over them. The index
// keeps no text and no positions (FTS5, contentless, detail=none): a story is a set of words.
import type { Named } from './named.ts'

export interface TextTables {
  text_story: TextStoryTable
}

export interface TextStoryTable {
  /** `rowid` in the index. */
  doc: number
  /** The call, with the incidents that it opened; or what else lives for itself. */
  story: string
  /** Each once, with a space between. */
  words: string
  /** 0 while the call runs: its words are looked through until then. */
  indexed: number
}

export const TEXT_TABLES = ['text_story', 'texts'] as const

export function textSql({ table, index }: Named): string {
  return `
CREATE TABLE ${table('text_story')} (
  doc INTEGER PRIMARY KEY,
  story TEXT NOT NULL UNIQUE,
  words TEXT NOT NULL,
  indexed INTEGER NOT NULL
) STRICT;
CREATE INDEX ${index('text_story_live')} ON ${table('text_story')} (indexed) WHERE indexed = 0;

CREATE VIRTUAL TABLE ${table('texts')} USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
`
}
