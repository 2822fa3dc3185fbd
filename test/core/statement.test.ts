// What the caller says in their own words while the telephones ring already: finished, skipped, interrupted, kept.
import { describe, expect, test } from 'vitest'
import { expectOver, tell } from '../support/story.ts'

function urgent() {
  const story = tell()
  const caller = story.arrives()
  caller.presses('1')
  return { story, caller }
}

const RECORDING = '1700000000-1-statement-1'

test('the first telephone is dialled in the same turn in which the key was pressed', () => {
  const { story } = urgent()
  expect(story.did()).toContain('dial i-1700000000.1.1 +15125551001 over carrier')
})

test('the recorder starts after the tone, and not before', () => {
  const { story, caller } = urgent()
  expect(story.did().some(line => line.startsWith('record'))).toBe(false)
  caller.listens()
  expect(story.did()).toEqual([`record ${caller.channel} ${RECORDING}`])
})

test('finished: kept, and on hold', () => {
  const { story, caller } = urgent()
  caller.listens().speaks(7000)
  expect(caller.phase()).toBe('holding')
  expect(story.incident().statements).toEqual([{ recording: RECORDING, ms: 7000 }])
  expect(story.incident().caller.now).toBe('waiting')
})

test('pound ends it; other keys are part of it', () => {
  const { story, caller } = urgent()
  caller.listens().presses('4')
  expect(story.last().commands).toEqual([])
  caller.presses('#')
  expect(story.did()).toEqual([`stopRecording ${caller.channel} ${RECORDING}`])
})

test('any key before the tone skips it', () => {
  const { story, caller } = urgent()
  caller.presses('7')
  expect(caller.phase()).toBe('holding')
  expect(story.incident().statements).toEqual([])
})

test('nothing said: nothing is played to the technician', () => {
  const { story, caller } = urgent()
  caller.listens().speaks(300)
  expect(story.facts('statement-missing')).toHaveLength(1)
  expect(story.phone('ana').answers().hears()).not.toContain('They said')
})

test('star begins it anew; the words of before are nobody’s', () => {
  const { story, caller } = urgent()
  caller.listens().presses('*')
  expect(story.did()).toContain(`discardRecording ${caller.channel} ${RECORDING}`)
  expect(story.facts('key-pressed').at(-1)).toMatchObject({ digit: '*', meaning: 'begin again' })
  caller.listens().speaks(5000)
  expect(story.incident().statements).toEqual([{ recording: '1700000000-1-statement-2', ms: 5000 }])
  expect(caller.phase()).toBe('holding')
})

test('somebody accepts while the caller begins again: they talk, and nothing is kept', () => {
  const { story, caller } = urgent()
  caller.listens().presses('*')
  story.phone('ana').answers().presses('1')
  expect(caller.phase()).toBe('talking')
  expect(story.incident().statements).toEqual([])
})

describe('the caller hears what became of it', () => {
  test.each([
    ['cut short by a full disk', 5, { cut: true }, /^I am sorry, I could keep only the beginning of what you said\. Thank you/],
    ['as long as there is room', 60, {}, /^That is all I can record\. It is kept\. Thank you/],
    ['whole', 12, {}, /^Thank you/],
  ] as const)('%s', (_, seconds, file, words) => {
    const { story, caller } = urgent()
    caller.listens()
    story.wait(seconds)
    caller.speaks(5000, 5000, file)
    expect(caller.hears()).toMatch(words)
    expect(story.incident().statements).toHaveLength(1)
  })

  test('not recorded at all: said so, on hold, and a fact', () => {
    const { story, caller } = urgent()
    caller.listens().recorderFails('no space left')
    expect(caller.hears()).toMatch(/^I am sorry, I could not record that\. Thank you/)
    expect(story.facts('statement-missing')).toMatchObject([{ failed: true, why: 'no space left' }])
  })

  test('a hidden number that was to be said, and could not be recorded: the caller stays on the line', () => {
    const story = tell()
    const caller = story.arrives({ number: null })
    caller.presses('1', '4')
    story.wait(2)
    caller.presses('1').listens().recorderFails()
    expect(caller.phase()).toBe('holding')
    expect(caller.hears()).toMatch(/^I am sorry, I could not record that\. Nobody has answered yet\./)
  })
})

test('a recorder that fails, or never ends, costs no caller', () => {
  const { caller } = urgent()
  caller.listens().recorderFails()
  expect(caller.phase()).toBe('holding')
  const other = urgent()
  other.caller.listens()
  other.story.wait(71)
  expect(other.caller.phase()).toBe('holding')
})

describe('the technician’s briefing', () => {
  test('says that the caller is still speaking, and plays the words once they are there', () => {
    const { story, caller } = urgent()
    caller.listens()
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toContain('The caller is still speaking.')
    caller.speaks(5000)
    ana.listens()
    expect(ana.hears()).toContain(`They said: [recording ${RECORDING}]`)
  })
})

test('an accept stops it politely, and its words are kept', () => {
  const { story, caller } = urgent()
  caller.listens()
  story.phone('ana').answers().presses('1')
  expect(caller.phase()).toBe('talking')
  expect(story.did()).toContain(`stopRecording ${caller.channel} ${RECORDING}`)
  expect(caller.hears()).toBe('Someone is on the line now.')
  caller.speaks(2500)
  expect(story.incident().statements).toEqual([{ recording: RECORDING, ms: 2500 }])
})

test('owned without a talk while they speak: told by whom', () => {
  const { story, caller } = urgent()
  caller.listens()
  story.phone('ana').answers().presses('5')
  expect(caller.hears()).toBe('Ana has taken your call on and knows what you said. Goodbye.')
  caller.speaks(2500)
  expect(story.incident().statements).toHaveLength(1)
  caller.hangsUp()
  expectOver(story, 'owned')
})

describe('hanging up', () => {
  test('while speaking keeps the words, and the ladder goes on', () => {
    const { story, caller } = urgent()
    caller.listens().hangsUp()
    expect(caller.phase()).toBe('saving')
    caller.speaks(6000)
    expect(caller.outcome()).toBe('caller-left')
    expect(story.incident()).toMatchObject({ phase: 'ringing', statements: [{ recording: RECORDING, ms: 6000 }] })
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toMatch(/The caller has hung up\. The caller’s number is \[13125550142\].*They said:/)
  })

  test('before anything was said keeps nothing', () => {
    const { story, caller } = urgent()
    caller.listens().hangsUp().speaks(200)
    expect(caller.outcome()).toBe('caller-left')
    expect(story.incident().statements).toEqual([])
  })

  test('the file never comes: the call ends all the same', () => {
    const { story, caller } = urgent()
    caller.listens().hangsUp()
    story.wait(5)
    expect(caller.outcome()).toBe('caller-left')
    expect(story.facts('statement-missing')).toHaveLength(1)
  })

  test('accepted in the moment of saving: the technician owns it and gets the number', () => {
    const { story, caller } = urgent()
    caller.listens().hangsUp()
    const ana = story.phone('ana').answers().presses('1')
    caller.speaks(6000)
    expect(ana.hears()).toContain('You have it. The caller has hung up. Please call them at [13125550142]')
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana' }])
  })
})

describe('nobody can be reached while they speak', () => {
  function exhausted() {
    const story = tell()
    const caller = story.arrives()
    caller.presses('6').listens()
    expect(story.incident().phase).toBe('unreached')
    return { story, caller }
  }

  test('they finish first, and are told then', () => {
    const { story, caller } = exhausted()
    expect(caller.heard()).toHaveLength(2)
    caller.speaks(5000)
    expect(caller.hears()).toMatch(/^I am sorry\. Nobody on call could be reached so far\./)
    expect(story.incident().statements).toHaveLength(1)
    caller.listens().hangsUp()
    expectOver(story, 'unreached')
  })

  test('hanging up while speaking is listed as unreached', () => {
    const { story, caller } = exhausted()
    caller.hangsUp().speaks(5000)
    expectOver(story, 'unreached')
  })
})

describe('nothing pressed, but something said', () => {
  function silent(line: string) {
    const story = tell()
    const caller = story.arrives({ line })
    if (line !== '+15125550100') caller.presses('1')
    for (const _ of [1, 2]) {
      caller.listens()
      story.wait(8)
    }
    caller.listens()
    return { story, caller }
  }

  test('three seconds are a message, where the property says so', () => {
    const { story, caller } = silent('+15125550100')
    caller.speaks(9000, 3000)
    expect(story.facts('message-taken')).toMatchObject([{ mailbox: 'office' }])
    caller.hangsUp()
    expectOver(story, 'message')
  })

  test('three seconds are urgent, where the property says so', () => {
    const { story, caller } = silent('+15125550300')
    caller.speaks(9000, 3000)
    expect(caller.phase()).toBe('holding')
    expect(story.incident()).toMatchObject({ category: 'water', caller: { now: 'waiting' }, statements: [{ ms: 9000 }] })
    expect(story.ringing()).toEqual(['ana'])
  })

  test.each(['+15125550100', '+15125550300'])('less is a missed call on %s', line => {
    const { story, caller } = silent(line)
    caller.speaks(9000, 2900)
    expect(caller.hears()).toBe('Goodbye.')
    expect(story.driver.world.incidents.size).toBe(0)
    caller.hangsUp()
    expectOver(story, 'missed')
  })

  test('hanging up after three seconds counts the same', () => {
    const { story, caller } = silent('+15125550300')
    caller.hangsUp().speaks(4000)
    expectOver(story, 'caller-left')
    expect(story.incident()).toMatchObject({ phase: 'ringing', caller: { now: 'gone' }, statements: [{ ms: 4000 }] })
    const message = silent('+15125550100')
    message.caller.hangsUp().speaks(4000)
    expectOver(message.story, 'message')
  })

  test('hanging up after a word is a missed call', () => {
    const { story, caller } = silent('+15125550300')
    caller.hangsUp().speaks(4000, 1000)
    expectOver(story, 'missed')
  })

  test('the recorder fails: where silence means urgent, somebody is rung', () => {
    const { story, caller } = silent('+15125550300')
    caller.recorderFails()
    expect(caller.phase()).toBe('holding')
    expect(story.ringing()).toEqual(['ana'])
  })

  test('the recorder fails after they hung up: where silence means urgent, somebody is rung', () => {
    const { story, caller } = silent('+15125550300')
    caller.hangsUp().recorderFails()
    expectOver(story, 'caller-left')
    expect(story.facts('statement-missing')).toMatchObject([{ failed: true }])
    expect(story.ringing()).toEqual(['ana'])
  })

  test('the recorder fails: where it means a message, the mailbox gets the caller', () => {
    const { story, caller } = silent('+15125550100')
    caller.recorderFails()
    expect(story.facts('message-lost')).toMatchObject([{ mailbox: 'office' }])
    const gone = silent('+15125550100')
    gone.caller.hangsUp().recorderFails()
    expect(gone.story.facts('message-lost')).toMatchObject([{ mailbox: 'office' }])
  })

  test('a fax that sings into the recorder rings nobody', () => {
    const { story, caller } = silent('+15125550300')
    caller.hangsUp({ fax: true })
    story.wait(10)
    expectOver(story, 'fax')
    expect(story.driver.world.incidents.size).toBe(0)
  })
})
