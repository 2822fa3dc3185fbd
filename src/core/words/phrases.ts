// Everything the box says of its own accord, in English and Spanish. An administrator rewords any of it under `phrases:`;
// an empty phrase is not spoken. Honest words only: nothing here promises what the ladder does not do.
import type { Language } from '../plan/plan.ts'
import { callBackEn, callBackEs } from './call-back-phrases.ts'
import { deskEn, deskEs } from './desk-phrases.ts'
import { outcomeEn, outcomeEs } from './outcome-phrases.ts'
import { recordingEn, recordingEs } from './recording-phrases.ts'
import { transferEn, transferEs } from './transfer-phrases.ts'
import { troubleEn, troubleEs } from './trouble-phrases.ts'

const en = {
  greeting: 'You have reached {property}.',
  'life-safety': 'If anyone is in danger, hang up now and dial {emergency}.',
  'recording-notice': 'Calls may be recorded.',
  'language-option': 'For English, press {key}.',
  option: 'For {what}, press {key}.',
  'which-property': 'This number is not set up yet. Which community are you calling about?',
  'nothing-heard': 'I did not hear a key.',
  'wrong-key': 'That key does nothing here.',
  'speak-freely':
    'Please tell me what is wrong after the tone. Say your name, your unit and the problem. Press pound when you are done, or star to begin again.',
  'statement-prompt':
    'I am ringing the person on call now. While it rings, please say your name, your unit and the problem after the tone. Then press pound, or star to begin again. To skip this, press any key now.',
  'hold-begins':
    'Thank you. We are ringing the person on call. Please stay on the line. Press 1 to leave a message instead, or 2 to hang up and be called back by the technician.',
  'hold-word':
    'We are still trying to reach the person on call. You can press 1 to leave a message, or 2 to be called back by the technician.',
  'hold-busy': 'The person on call is helping another resident. We will ring them as soon as they are free.',
  'hold-max':
    'Nobody has answered yet. Your call stays open until a person takes it. You may hang up now: whoever takes it will have your message. Press 1 to leave another message.',
  'hold-no-number':
    'Nobody has answered yet. Your call stays open until a person takes it. Your number is hidden, so please press 1 and say the number where you can be reached.',
  'callback-promised': 'The technician who takes this will have your number:',
  'callback-goodbye': 'We go on ringing. Goodbye.',
  'callback-no-number':
    'Your number is hidden, so nobody could call you back. Please say your number, your name, your unit and the problem after the tone. Press pound when you are done, or star to begin again.',
  connecting: 'Someone is on the line now.',
  'talk-recorded': 'This call is recorded.',
  'nobody-reached': 'I am sorry. Nobody on call could be reached so far. Your call stays open until a person takes it.',
  'nobody-reached-statement':
    'Please say after the tone what they should know, and where to reach you. Press pound when you are done, or star to begin again.',
  'statement-kept': 'Thank you. Your words are kept for the technician. We go on ringing. Goodbye.',
  'last-word': 'Thank you. Your call stays open until a person takes it. If anyone is in danger, dial {emergency}. Goodbye.',
  'taken-over': '{person} has taken your call on and knows what you said. Goodbye.',
  'technician-lost': 'I am sorry, the line to the technician broke. Please stay, I am ringing again.',
  'broke-off': 'I am sorry, something went wrong here, and this call ends. The matter is not forgotten. Goodbye.',
  'talk-over': 'The technician has hung up. Press 1 if you still need help.',
  goodbye: 'Goodbye.',
  'cannot-help': 'I am sorry, this number is not in service.',
  'briefing-first': '{box}. Urgent. {property}. {category}.',
  'briefing-number': 'The caller’s number is',
  'briefing-no-number': 'The caller’s number is hidden.',
  'briefing-waiting': 'Waiting for {wait}.',
  'briefing-caller-gone': 'The caller has hung up.',
  'briefing-statement': 'They said:',
  'briefing-speaking': 'The caller is still speaking.',
  'briefing-keys': 'Press 1 to talk now, 2 to pass on, 3 to hear this again, 5 to take it without talking.',
  'briefing-keys-gone': 'Press 1 or 5 to take it, 2 to pass on, 3 to hear this again.',
  'briefing-confirm': 'To accept, now press {key}.',
  'you-have-it': 'You have it. Connecting.',
  'cannot-serve': 'I am sorry, something is wrong with this line. Please hang up and call again.',
  'connect-failed': 'I could not connect you. Please stay by your telephone.',
  'you-own-it': 'You have it. The call is yours.',
  'you-own-caller-gone': 'You have it. The caller has hung up. Please call them at',
  'you-own-no-number': 'You have it. The caller has hung up, and their number is hidden.',
  'passed-on': 'Passed on. Thank you.',
  'already-taken': '{person} has taken it. Thank you.',
  'called-off': 'This call has been settled. Thank you.',
  'no-key-leg': 'No key was pressed. Passing on.',
  'wait-seconds': '{n} seconds',
  'wait-minutes': '{n} minutes',
  'wait-hours': '{n} hours',
  'wait-days': '{n} days',
  ...recordingEn,
  ...callBackEn,
  ...transferEn,
  ...troubleEn,
  ...deskEn,
  ...outcomeEn,
} as const

export type PhraseKey = keyof typeof en

const es: Record<PhraseKey, string> = {
  greeting: 'Usted se ha comunicado con {property}.',
  'life-safety': 'Si alguien está en peligro, cuelgue ahora y marque {emergency}.',
  'recording-notice': 'Las llamadas pueden ser grabadas.',
  'language-option': 'Para español, oprima {key}.',
  option: 'Para {what}, oprima {key}.',
  'which-property': 'Este número todavía no está configurado. ¿De qué comunidad llama?',
  'nothing-heard': 'No escuché ninguna tecla.',
  'wrong-key': 'Esa tecla no hace nada aquí.',
  'speak-freely':
    'Después del tono diga qué sucede: su nombre, su unidad y el problema. Oprima numeral al terminar, o asterisco para empezar de nuevo.',
  'statement-prompt':
    'Estoy llamando a la persona de guardia. Mientras suena, diga después del tono su nombre, su unidad y el problema. Luego oprima numeral, o asterisco para empezar de nuevo. Para saltar esto, oprima ahora cualquier tecla.',
  'hold-begins':
    'Gracias. Estamos llamando a la persona de guardia. No cuelgue, por favor. Oprima 1 para dejar un mensaje, o 2 para colgar y que el técnico le llame.',
  'hold-word':
    'Seguimos tratando de comunicarnos con la persona de guardia. Oprima 1 para dejar un mensaje, o 2 para que el técnico le llame.',
  'hold-busy': 'La persona de guardia está ayudando a otro residente. La llamaremos en cuanto esté libre.',
  'hold-max':
    'Nadie ha contestado todavía. Su llamada queda abierta hasta que una persona la tome. Puede colgar: quien la tome tendrá su mensaje. Oprima 1 para dejar otro mensaje.',
  'hold-no-number':
    'Nadie ha contestado todavía. Su llamada queda abierta hasta que una persona la tome. Su número está oculto: oprima 1 y diga el número donde podemos llamarle.',
  'callback-promised': 'El técnico que tome su caso tendrá su número:',
  'callback-goodbye': 'Seguimos llamando. Adiós.',
  'callback-no-number':
    'Su número está oculto y nadie podría llamarle. Diga después del tono su número, su nombre, su unidad y el problema. Oprima numeral al terminar, o asterisco para empezar de nuevo.',
  connecting: 'Ya hay una persona en la línea.',
  'talk-recorded': 'Esta llamada se graba.',
  'nobody-reached':
    'Lo siento. Hasta ahora no pudimos comunicarnos con nadie de guardia. Su llamada queda abierta hasta que una persona la tome.',
  'nobody-reached-statement':
    'Diga después del tono lo que deban saber, y dónde encontrarle. Oprima numeral al terminar, o asterisco para empezar de nuevo.',
  'statement-kept': 'Gracias. Sus palabras quedan guardadas para el técnico. Seguimos llamando. Adiós.',
  'last-word':
    'Gracias. Su llamada sigue abierta hasta que una persona la tome. Si alguien está en peligro, marque {emergency}. Adiós.',
  'taken-over': '{person} se ha hecho cargo y sabe lo que usted dijo. Adiós.',
  'technician-lost': 'Lo siento, se cortó la línea con el técnico. No cuelgue, estoy llamando otra vez.',
  'broke-off': 'Lo siento, algo falló aquí, y esta llamada se termina. El asunto no queda olvidado. Adiós.',
  'talk-over': 'El técnico ha colgado. Oprima 1 si todavía necesita ayuda.',
  goodbye: 'Adiós.',
  'cannot-help': 'Lo siento, este número no está en servicio.',
  'briefing-first': '{box}. Urgente. {property}. {category}.',
  'briefing-number': 'El número de quien llama es',
  'briefing-no-number': 'El número de quien llama está oculto.',
  'briefing-waiting': 'Espera desde hace {wait}.',
  'briefing-caller-gone': 'Quien llamó ya colgó.',
  'briefing-statement': 'Dijo:',
  'briefing-speaking': 'Quien llama todavía está hablando.',
  'briefing-keys': 'Oprima 1 para hablar ahora, 2 para pasarla, 3 para oír de nuevo, 5 para tomarla sin hablar.',
  'briefing-keys-gone': 'Oprima 1 o 5 para tomarla, 2 para pasarla, 3 para oír de nuevo.',
  'briefing-confirm': 'Para aceptar, oprima ahora {key}.',
  'you-have-it': 'Es suya. Conectando.',
  'cannot-serve': 'Lo siento, algo falla en esta línea. Por favor, cuelgue y llame otra vez.',
  'connect-failed': 'No pude comunicarle. Por favor, quédese cerca del teléfono.',
  'you-own-it': 'Es suya.',
  'you-own-caller-gone': 'Es suya. Quien llamó ya colgó. Llámele al',
  'you-own-no-number': 'Es suya. Quien llamó ya colgó, y su número está oculto.',
  'passed-on': 'Pasada a otra persona. Gracias.',
  'already-taken': '{person} ya la tomó. Gracias.',
  'called-off': 'Esta llamada ya está resuelta. Gracias.',
  'no-key-leg': 'No se oprimió ninguna tecla. La paso a otra persona.',
  'wait-seconds': '{n} segundos',
  'wait-minutes': '{n} minutos',
  'wait-hours': '{n} horas',
  'wait-days': '{n} días',
  ...recordingEs,
  ...callBackEs,
  ...transferEs,
  ...troubleEs,
  ...deskEs,
  ...outcomeEs,
}

export const PHRASES: Readonly<Record<Language, Readonly<Record<PhraseKey, string>>>> = { en, es }
