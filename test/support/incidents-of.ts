// The incidents of a journal, as tests ask for them.
import type { OpenIncident } from '../../src/store/read/open-incidents.ts'
import type { Reader } from '../../src/store/read/reader.ts'

const MOST = 1000

/** Those that are not done, oldest first. */
export function openIncidents(reader: Pick<Reader, 'list'>): readonly OpenIncident[] {
  return reader.list('incidents', { state: 'open' }, { sort: 'opened', way: 'asc', limit: MOST })
}

/** Whatever became of them, newest first. */
export function allIncidents(reader: Pick<Reader, 'list'>): readonly OpenIncident[] {
  return reader.list('incidents', {}, { sort: 'opened', way: 'desc', limit: MOST })
}
