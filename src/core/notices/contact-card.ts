// The card by which a telephone knows the box: its name, every spelling of the one number that technicians see, and how to let it ring at night.
// A vCard 3.0 (RFC 2426), which iPhone and Android both take in. Pure; printed by `nightbell contact-card`, and mailed to new people.
import { outOver } from '../plan/number-format.ts'
import type { Plan } from '../plan/plan.ts'
import { nationallyWritten } from '../plan/telephone-numbers.ts'

export const CARD_LANGUAGES = ['en', 'es'] as const
export type CardLanguage = (typeof CARD_LANGUAGES)[number]

/** The language of people, where there are words in it. */
export function cardLanguage(language: string | undefined): CardLanguage {
  return language === 'es' ? 'es' : 'en'
}

export function contactCard(plan: Plan, language: CardLanguage): string {
  const { name, callerId } = plan.box
  const lines = [
    ...['BEGIN:VCARD', 'VERSION:3.0', 'PRODID:-//Nightbell//EN'],
    // The same one when it is imported again.
    `UID:nightbell-${callerId.replaceAll(/\D/g, '')}`,
    ...[`FN:${escaped(name)}`, `N:${escaped(name)};;;;`, `ORG:${escaped(name)}`, 'X-ABShowAs:COMPANY'],
    ...numbersOf(plan).map((number, nth) => `TEL;TYPE=WORK,VOICE${nth === 0 ? ',PREF' : ''}:${number}`),
    `NOTE:${escaped(howToAllow(name, language).join('\n'))}`,
    'END:VCARD',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

/** As the box says its number over each carrier, and as people of its country write it: some carriers hand it on so, and some telephones compare texts. */
function numbersOf(plan: Plan): readonly string[] {
  const carriers = Object.values(plan.trunks).filter(({ outbound }) => outbound)
  const inFrom = carriers.flatMap(({ from }) => (/^\+?\d{7,}$/.test(from?.user ?? '') ? [from?.user ?? ''] : []))
  const texts = plan.sms !== undefined && 'trunk' in plan.sms ? [plan.sms.from] : []
  const shown = [plan.box.callerId, ...texts, ...inFrom]
  const spelled = shown.flatMap(number => [number, nationallyWritten(number), ...carriers.map(trunk => outOver(trunk, number))])
  return [...new Set(spelled)]
}

/** In the card's note, and in the mail with which it comes. */
export function howToAllow(box: string, language: CardLanguage): readonly string[] {
  return language === 'es'
    ? [
        `${box} llama desde este número cuando alguien necesita ayuda. Para que suene también en modo No molestar:`,
        'iPhone: abra este contacto, toque Editar, luego Tono de llamada, y active Omisión de emergencia. Haga lo mismo en Tono de mensaje.',
        'Android: abra este contacto y toque la estrella (favorito). En Ajustes, No molestar, Personas, permita las llamadas de los contactos destacados.',
        'Los teléfonos que preguntan quién llama dejan pasar a los contactos guardados y muestran su nombre.',
      ]
    : [
        `${box} calls you from this number when somebody needs help. To let it ring in Do Not Disturb, too:`,
        'iPhone: open this contact, tap Edit, then Ringtone, and turn on Emergency Bypass. Do the same under Text Tone.',
        'Android: open this contact and tap the star. In Settings, Do Not Disturb, People, allow calls from starred contacts.',
        'Telephones that ask who is calling let saved contacts through, and show their name.',
      ]
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(/\r\n?|\n/g, '\\n')
    .replaceAll(/[,;]/g, '\\$&')
}

const MOST_BYTES = 75

/** No line is longer than 75 bytes; what follows begins with a space. No letter is cut in two. */
function folded(line: string): string {
  const lines: string[] = []
  let [now, bytes] = ['', 0]
  for (const letter of line) {
    const more = bytesOf(letter)
    if (bytes + more > MOST_BYTES) {
      lines.push(now)
      ;[now, bytes] = [' ', 1]
    }
    now += letter
    bytes += more
  }
  return [...lines, now].join('\r\n')
}

/** In UTF-8. */
function bytesOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
