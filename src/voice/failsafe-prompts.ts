// What the dialplan says of its own accord when the application is away, by the file names that extensions.conf plays. The general words are in
// the box's first language; callers of a property hear its name, in every language that it has. Pure; made into files by voice.ts.
import type { Language, Plan, Property } from '../core/plan/plan.ts'
import { wordsOf } from '../core/words/speech.ts'
import type { SpokenText } from './texts.ts'

/** A sound file of the dialplan: these texts, one after the other. */
export interface FailsafePrompt {
  readonly name: string
  readonly parts: readonly SpokenText[]
}

type Words =
  | 'disturbed'
  | 'press-1'
  | 'next'
  | 'leave-message'
  | 'ring-again'
  | 'line-lost'
  | 'no-desk'
  | 'no-emergency'
  | 'goodbye'
  | 'reached'
  | 'from'

const en: Readonly<Record<Words, string>> = {
  reached: 'You have reached {property}.',
  disturbed:
    'Our answering service is disturbed. If anyone is in danger, hang up now and dial {emergency}. Please stay on the line, we are ringing a person.',
  from: '{box}. Urgent. {property}.',
  'press-1': 'Urgent call from a resident. The answering service is disturbed. Press 1 to talk to the caller now.',
  next: 'Nobody has answered yet. Please stay on the line, we go on ringing.',
  'leave-message':
    'Nobody could be reached. Please say your name, your number, your unit and the problem after the tone. Press pound when you are done.',
  'ring-again': 'The answering service is disturbed for a moment. We will ring you again. Goodbye.',
  'line-lost': 'The answering service is disturbed for a moment. If it still needs you, it will ring you again. Goodbye.',
  'no-desk': 'The answering service is disturbed, and the phone desk is closed. Please try again in some minutes. Goodbye.',
  'no-emergency': 'Your emergency call could not be connected. Hang up, and use another telephone now, such as a cell phone.',
  goodbye: 'Thank you. Your message is kept, and will be handled as soon as the service is back. Goodbye.',
}

const es: Readonly<Record<Words, string>> = {
  reached: 'Usted se ha comunicado con {property}.',
  disturbed:
    'Nuestro servicio tiene una falla. Si alguien está en peligro, cuelgue ahora y marque {emergency}. Si no, espere en la línea: estamos llamando a una persona.',
  from: '{box}. Urgente. {property}.',
  'press-1':
    'Llamada urgente de un residente. El servicio de llamadas tiene una falla. Oprima 1 para hablar ahora con quien llama.',
  next: 'Todavía no ha contestado nadie. No cuelgue, por favor, seguimos llamando.',
  'leave-message':
    'No pudimos comunicarnos con nadie. Diga después del tono su nombre, su número, su unidad y el problema. Oprima numeral al terminar.',
  'ring-again': 'El servicio de llamadas tiene una falla. Le llamaremos otra vez. Adiós.',
  'line-lost': 'El servicio de llamadas tiene una falla. Si todavía le necesita, le llamará otra vez. Adiós.',
  'no-desk':
    'El servicio de llamadas tiene una falla y la mesa telefónica está cerrada. Intente otra vez en unos minutos. Adiós.',
  'no-emergency': 'No fue posible conectar su llamada de emergencia. Cuelgue y use otro teléfono ahora, por ejemplo un celular.',
  goodbye: 'Gracias. Su mensaje queda guardado y será atendido en cuanto vuelva el servicio. Adiós.',
}

const WORDS: Readonly<Record<Language, Readonly<Record<Words, string>>>> = { en, es }

/** Without anything that is one property's: said where that property's own are missing, and to callers of an unknown line. */
const GENERAL = [
  'disturbed',
  'press-1',
  'next',
  'leave-message',
  'ring-again',
  'line-lost',
  'no-desk',
  'no-emergency',
  'goodbye',
] as const
/** The same for all callers who speak these languages. */
const OF_LANGUAGES = ['next', 'leave-message', 'goodbye'] as const

/** Without which the dialplan would speak in Asterisk's own words. */
export function generalPrompts(plan: Plan): FailsafePrompt[] {
  const [first = 'en'] = plan.box.languages
  const spoken = new Map(Object.values(plan.properties).map(({ languages }) => [languages.join('-'), languages]))
  return [
    ...GENERAL.map(what => ({ name: `failsafe-${what}`, parts: [say(plan, first, what)] })),
    ...[...spoken].flatMap(([name, languages]) =>
      OF_LANGUAGES.map(what => ({ name: `failsafe-${what}-${name}`, parts: languages.map(each => say(plan, each, what)) })),
    ),
  ]
}

/** One by one: a portfolio of 1,000 properties has many. Until they are made, the general ones are heard. */
export function* propertyPrompts(plan: Plan): Generator<FailsafePrompt> {
  const [first = 'en'] = plan.box.languages
  for (const property of Object.values(plan.properties)) {
    const parts = property.languages.flatMap(each => [say(plan, each, 'reached', property), say(plan, each, 'disturbed')])
    yield { name: `failsafe-disturbed-${property.id}`, parts }
    yield { name: `failsafe-from-${property.id}`, parts: [say(plan, first, 'from', property)] }
  }
}

function say({ box }: Plan, language: Language, what: Words, property?: Property): SpokenText {
  const names: Readonly<Record<string, string>> = {
    box: box.name,
    emergency: [...(box.emergencyNumbers[0] ?? '911')].join(' '),
    property: property ? wordsOf(property.spoken, language) : '',
  }
  const words = (WORDS[language] ?? en)[what]
  return { language, text: words.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '') }
}
