// What somebody can do to the journal of the night in test/support/night-in-the-log.ts, and the first
// thing that `nightbell log verify` names then.
import { HASH } from '../support/night-in-the-log.ts'

export const CHANGED = /^chain: what turn (\d+) says is not what was written, or turn \d+ was exchanged$/
export const TAMPERINGS: readonly [what: string, sql: string, first: string | RegExp][] = [
  ['a turn that was removed', 'delete from turn where seq = 7', 'chain: turn 7 is missing'],
  ['turns that were removed', 'delete from turn where seq in (7, 8)', 'chain: turns 7 to 8 are missing'],
  ['the first turn', 'delete from turn where seq = 1', 'chain: turn 1 is missing'],
  [
    'a turn that was inserted',
    'update turn set seq = -1 - seq where seq > 9; update turn set seq = -seq where seq < 0; insert into turn select 10, at, input, seen, ignored, facts, changes, hash from turn where seq = 9',
    'chain: what turn 10 says is not what was written, or turn 9 was exchanged',
  ],
  [
    'a turn before the first',
    'insert into turn select 0, at, input, seen, ignored, facts, changes, hash from turn where seq = 1',
    'chain: turn 0 was added: the log begins with turn 1',
  ],
  [
    'a turn far before the first',
    'insert into turn select -5, at, input, seen, ignored, facts, changes, hash from turn where seq = 9',
    'chain: turn -5 was added: the log begins with turn 1',
  ],
  [
    'a turn far after the last',
    'insert into turn select 30, at, input, seen, ignored, facts, changes, hash from turn where seq = 18',
    'chain: turns 19 to 29 are missing',
  ],
  [
    'a turn with the highest number of all',
    'insert into turn select 9223372036854775807, at, input, seen, ignored, facts, changes, hash from turn where seq = 18',
    'chain: a turn was added behind turn 18, with a number that no log has',
  ],
  ['what the first turn says', "update turn set facts = '[]' where seq = 1", 'chain: what turn 1 says is not what was written'],
  [
    'turns that were swapped',
    'update turn set seq = -1 where seq = 5; update turn set seq = 5 where seq = 6; update turn set seq = 6 where seq = -1',
    'chain: what turn 5 says is not what was written, or turn 4 was exchanged',
  ],
  ['a fact', "update turn set facts = replace(facts, 'going-out', 'fixed-by-phone') where seq = 8", CHANGED],
  ['a fact that was removed', "update turn set facts = json_remove(facts, '$[1]') where seq = 6", CHANGED],
  ['a fact that was inserted', "update turn set facts = json_insert(facts, '$[#]', json('{}')) where seq = 6", CHANGED],
  ['facts that were swapped', 'update turn set facts = json_array(json(facts -> 1), json(facts -> 0)) where seq = 4', CHANGED],
  ['an input', `update turn set input = replace(input, '"5"', '"2"') where seq = 6`, CHANGED],
  ['an answer', `update turn set seen = '[1]' where seq = 6`, CHANGED],
  ['that nothing happened', "update turn set ignored = '' where seq = 6", CHANGED],
  ['the hash of a state', "update turn set changes = json_set(changes, '$[0][2]', 'x') where seq = 6", CHANGED],
  ['texts that are no JSON any more', "update turn set facts = '[', changes = '{', input = '' where seq = 6", CHANGED],
  [
    'a hash',
    "update turn set hash = 'x' where seq = 6",
    'chain: the hash of turn 6 was changed; what the turn says fits to the turns around it',
  ],
  ['the last turn', 'update turn set at = at + 1 where seq = 18', /^chain: turn 18, the last one, is not what was written/],
  ['a time', 'update turn set at = at + 1 where seq = 8', CHANGED],
  [
    'a time that no clock shows',
    'update turn set at = 9007199254740991 where seq = 18',
    /^chain: turn 18, the last one, is not what was written/,
  ],
  [
    'a larger one',
    'update turn set at = 9223372036854775807 where seq = 18',
    /^chain: turn 18, the last one, is not what was written/,
  ],
  ['one between others', 'update turn set at = -9007199254740991 where seq = 8', 'chain: turn 8 is dated before turn 7'],
  ['the first one', 'update turn set at = 9007199254740991 where seq = 1', 'chain: what turn 1 says is not what was written'],
  ['time that goes back', 'update turn set at = at - 1 where seq = 8', 'chain: turn 8 is dated before turn 7'],
  ['a private part', `update private set body = '"+15550"' where turn = 11`, /^private: private part 0 of turn 11 was changed/],
  ['its salt', 'update private set salt = zeroblob(16) where turn = 11', /^private: private part 0 of turn 11 was changed/],
  [
    'its digest',
    "update private set digest = 'x' where turn = 11",
    'chain: private part 0 of turn 11, or its digest, was changed',
  ],
  ['one that was removed', 'delete from private where turn = 11', 'chain: private part 0 of turn 11 is missing'],
  [
    'one that was added',
    "insert into private values (11, 1, '1700000001.2', 'x', null, null)",
    'chain: private part 1 of turn 11 was added: nothing in the turn points at it',
  ],
  [
    'one of no turn',
    "insert into private values (99, 0, '1700000001.2', 'x', null, null)",
    'private: private part 0 is filed under turn 99, which is not there',
  ],
  [
    'one that was erased, and no turn says so',
    'update private set salt = null, body = null where turn = 11',
    'private: private parts of 1700000001.2, from turn 11 on, are gone, and no turn says that they were erased',
  ],
  [
    'one that was moved to another place',
    'update private set n = 1 where turn = 11',
    'private: private part 1 of turn 11 stands where part 0 belongs',
  ],
  [
    'places that were shifted',
    'update private set n = n + 7 where turn = 1',
    'private: private part 7 of turn 1 stands where part 0 belongs',
  ],
  [
    'places below none',
    'update private set n = -1 where turn = 1 and n = 0',
    'private: private part -1 of turn 1 stands where part 0 belongs',
  ],
  [
    'one that is half erased',
    'update private set salt = null where turn = 11',
    'private: private part 0 of turn 11 is half erased: its salt is gone',
  ],
  [
    'one that is filed under somebody else',
    "update private set stream = '1700000002.3' where turn = 11",
    'private: private part 0 of turn 11 is filed under 1700000002.3 and belongs to 1700000001.2',
  ],
  [
    'a state',
    "update stream set state = json_set(state, '$.language', 'es') where id = '1700000002.3'",
    'states: the state of 1700000002.3 is not the one that turn 18 left it in',
  ],
  [
    'a state that was removed',
    "delete from stream where id = 'i-1700000002.3'",
    'states: the state of i-1700000002.3 is missing: turn 18 changed it, and it is not over',
  ],
  [
    'a state that was added',
    "insert into stream select '1700000001.2', kind, state from stream where id = '1700000002.3'",
    'states: 1700000001.2 is kept as live, and no turn says that it lives',
  ],
  [
    'states that were swapped',
    'update stream set state = (select other.state from stream other where other.id <> stream.id)',
    'states: the state of 1700000002.3 is not the one that turn 18 left it in',
  ],
  [
    'a plan',
    "update plan_piece set text = replace(text, 'Oak Creek', 'Elm Creek') where part = 'plan'",
    `plans: the plan ${HASH} is not what was kept: turn 1 was the first to go by it`,
  ],
  ['a plan that was removed', 'delete from plan', `plans: the plan ${HASH} is missing: turn 1 was the first to go by it`],
  ['a plan in force', "update in_force set hash = 'x'", 'plans: the plan x, once in force, is missing'],
  [
    'a time at which one came into force',
    'update in_force set n = 2',
    'plans: what came into force as number 1 is missing from the list of plans in force',
  ],
  [
    'a dial that was removed',
    'delete from dialled',
    'tables: the dial of i-1700000002.3.1, in turn 17, is missing from the dials of the last hours',
  ],
  [
    'a dial that was added',
    "insert into dialled select 'i-1700000002.3.2', 'mesa', at from dialled",
    'tables: the dial of i-1700000002.3.2 for mesa is kept, and no turn says so',
  ],
  [
    'a past call that was removed',
    "delete from past_call where id = '1700000001.2'",
    'tables: the call 1700000001.2, over since turn 15, is missing from the calls that are over',
  ],
  [
    'a past call that was added',
    "insert into past_call select '1.1', at, 0, 1, property, incident, incidents from past_call where id = '1700000001.2'",
    'tables: the call 1.1 is kept as over, and no turn says so',
  ],
  [
    'a past call that ended at another time',
    "update past_call set at = at + 1 where id = '1700000001.2'",
    'tables: the call 1700000001.2 is not kept as turn 15 ended it',
  ],
  [
    'a note of the failsafe that never was',
    "update past_call set imported = 1 where id = '1700000001.2'",
    'tables: the call 1700000001.2 is kept as taken over from the failsafe, and no turn says so',
  ],
  [
    'a trigger',
    'create trigger x after insert on turn begin delete from turn where seq = 1; end',
    'schema: the trigger x on turn was added',
  ],
  ['a table that was added', 'create table extra (a)', 'schema: the table extra was added'],
  ['an index that was added', 'create index extra on turn (at)', 'schema: the index extra on turn was added'],
  ['a view that was added', 'create view extra as select 1', 'schema: the view extra was added'],
  ['a column that was added', 'alter table turn add column zz text', 'schema: the column zz of the table turn was added'],
  [
    'a column that was renamed',
    'alter table in_force rename column why to because',
    'schema: the column why of the table in_force is missing',
  ],
  [
    'a view in the place of the turns',
    'alter table turn rename to turn2; create view turn as select * from turn2',
    'schema: turn is a view, and not a table',
  ],
  ['an index that was removed', 'drop index private_stream', 'schema: the index private_stream on private is missing'],
  [
    'a view that says something else',
    "drop view plan_text; create view plan_text as select hash, kept, 'x' as json, 'y' as sources from plan",
    'schema: the view plan_text is not what this version makes',
  ],
  [
    'a table without its rules',
    'alter table dialled rename to old; create table dialled (leg text primary key, property text, at integer); insert into dialled select * from old; drop table old; create index dialled_at on dialled (at)',
    'schema: the table dialled is not what this version makes',
  ],
]
