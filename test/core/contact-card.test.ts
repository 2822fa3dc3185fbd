// The card by which telephones know the box: what address books read, whatever the box is called.
import { expect, test } from 'vitest'
import { contactCard } from '../../src/core/notices/contact-card.ts'
import { smallPlan } from '../support/plan.ts'

const plan = smallPlan()

/** As an address book reads it: folded lines are put together, escaped signs are read. */
function read(card: string): readonly string[] {
  return card.replaceAll('\r\n ', '').split('\r\n')
}

const named = (name: string) => ({ ...plan, box: { ...plan.box, name, callerId: '+15125550100' } })

test('it has the name, and the number in each spelling in which it may be shown', () => {
  const digits = { out: 'digits', in: 'e164', country: '1', nationalPrefix: '', foreignPrefix: '011' } as const
  const [trunk] = Object.values(plan.trunks)
  if (trunk === undefined) throw new Error('the plan has no trunk')
  const from = { user: '+15125550777' }
  const trunks = { ...plan.trunks, other: { ...trunk, id: 'other', outbound: true, numbers: digits, from } }
  const lines = read(contactCard({ ...named('Nightbell'), trunks }, 'en'))
  expect(lines.slice(0, 2)).toEqual(['BEGIN:VCARD', 'VERSION:3.0'])
  expect(lines).toContain('FN:Nightbell')
  expect(lines.filter(line => line.startsWith('TEL'))).toEqual([
    'TEL;TYPE=WORK,VOICE,PREF:+15125550100',
    'TEL;TYPE=WORK,VOICE:5125550100',
    'TEL;TYPE=WORK,VOICE:15125550100',
    'TEL;TYPE=WORK,VOICE:+15125550777',
    'TEL;TYPE=WORK,VOICE:5125550777',
    'TEL;TYPE=WORK,VOICE:15125550777',
  ])
  expect(lines.find(line => line.startsWith('NOTE'))).toMatch(/Emergency Bypass.*star/)
  expect(lines.slice(-2)).toEqual(['END:VCARD', ''])
})

test('in Spanish', () => {
  expect(read(contactCard(named('Nightbell'), 'es')).find(line => line.startsWith('NOTE'))).toMatch(
    /Omisión de emergencia.*estrella/,
  )
})

test('signs that mean something in a card, and letters of several bytes, are read as they were written', () => {
  const name = 'Oak, Creek; \\ Viviendas «Ñandú» 🌙'.repeat(3)
  const card = contactCard(named(name), 'es')
  for (const line of card.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(card.replaceAll('\r\n', '')).not.toMatch(/[\r\n\uFFFD]/)
  const [, shown = ''] = /^FN:(.*)$/m.exec(read(card).join('\n')) ?? []
  expect(shown.replaceAll(/\\([,;\\])/g, '$1')).toBe(name)
})
