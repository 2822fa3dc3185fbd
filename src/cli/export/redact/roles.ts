// What is what in the JSON of rules, inputs, answers, facts and summaries: by the name of its field.
// A text in a field that is not named here is replaced as a text: what a later version adds is left
// out until somebody has said here what it is.
import type { Named } from './stand-ins.ts'

/** `keep`: the box's own words, times, counts. `words`: reasons that the box writes. `own`: as they are, if they are. `said`: by people, left out. */
export type Role = Named | 'number' | 'name' | 'text' | 'host' | 'mail' | 'stream' | 'plan' | 'keep' | 'words' | 'said' | Special

/** Told from one another by what they say. */
export type Special = 'actor' | 'whom' | 'from' | 'serves' | 'beginning' | 'meaning' | 'key' | 'own'

function all(role: Role, names: string): [string, Role][] {
  return names.split(' ').map(name => [name, role])
}

/** Of texts, and of the texts of lists. */
export const ROLE_OF_FIELD: ReadonlyMap<string, Role> = new Map([
  ...all('property', 'property'),
  ...all('person', 'person people owner substitute fallback'),
  ...all('role', 'roles'),
  ...all('schedule', 'schedule'),
  ...all('ladder', 'ladder'),
  ...all('category', 'category'),
  ...all('mailbox', 'mailbox unreachedMailbox'),
  ...all('group', 'groups'),
  ...all('trunk', 'trunk outbound trustedTrunks'),
  ...all('queue', 'queue'),
  ...all('member', 'member'),
  ...all('phone', 'lamp'),
  ...all('webhook', 'webhooks'),
  ...all('secret', 'user passwordFrom secretFrom pinFrom'),
  ...all('number', 'number phone phones callerNumber callerId emergencyCallerId diversion line lines owns sms rung failsafe'),
  ...all('name', 'name callerName propertyName ownerName'),
  ...all('host', 'host server match acl contact url public local proxy domain realm'),
  ...all('mail', 'mail'),
  ...all('actor', 'by who erasedBy'),
  ...all('whom', 'whom address'),
  ...all('from', 'from to'),
  ...all('serves', 'serves'),
  ...all('beginning', 'refuse'),
  ...all('menu', 'menu open holiday'),
  ...all('text', 'spoken greeting say text headers body ok value certificateFile keyFile authoritiesFile'),
  ...all(
    'stream',
    'stream channel leg bridge call incident except recording playback into foldedInto of beside incidents wouldHold',
  ),
  ...all('stream', 'statements fold busyWith answer'),
  ...all('plan', 'plan'),
  ...all('keep', 'type kind do is phase outcome result state mode unit weekday on when question how in out tls method'),
  ...all('keep', 'digit zone language languages queueStatus status command input event way asked version sha256 nth'),
  ...all(
    'keep',
    'observed digits countries emergencyNumbers emergencyTestNumbers dialled code nationalPrefix foreignPrefix country callerIdBy',
  ),
  ...all('keep', 'remindBy addedWords trouble span reports witness ownedHow sameTrouble transport media codecs'),
  ...all('words', 'cap found why'),
  ...all('meaning', 'meaning'),
  ...all('key', 'key'),
  ...all('own', 'what reason'),
  ...all('said', 'because unreadable'),
])

/** Of the keys of an object that is a list of things by their ids. Their `id` fields are the same. */
export const ROLE_OF_KEYS: ReadonlyMap<string, Role> = new Map([
  ...all('property', 'properties'),
  ...all('person', 'people'),
  ...all('schedule', 'schedules'),
  ...all('ladder', 'ladders'),
  ...all('menu', 'menus'),
  ...all('category', 'categories categoryTargets sameTrouble'),
  ...all('mailbox', 'mailboxes'),
  ...all('trunk', 'trunks'),
  ...all('webhook', 'webhooks'),
  ...all('report', 'reports'),
  ...all('stream', 'channels recordings'),
])

/** `id` within what stands in a list of this name. */
export const ROLE_OF_IDS: ReadonlyMap<string, Role> = new Map([...ROLE_OF_KEYS, ...all('phone', 'phones')])

/** Whose `id` a target names. */
export const ROLE_OF_TARGET: Readonly<Record<string, Role>> = { schedule: 'schedule', person: 'person', role: 'role' }
