// The sentences that fill the holes of notices, in the languages in which notices are worded. Used by write-notice.ts.
import type { Language } from '../core/plan/plan.ts'
import { count } from './words.ts'

const en = {
  attached: 'The recording is attached.',
  missing: (recording: string) => `The recording is missing: ${recording}.wav is neither kept nor where Asterisk recorded it.`,
  cut: 'Only the beginning could be recorded, which is attached.',
  altered: 'It is not as it was kept: somebody or the disk has altered it.',
  lost: (why: string) => `NOTHING COULD BE RECORDED, so please call back. The reason: ${why}.`,
  nothingRecorded: '0 s (the recording failed)',
  statementAttached: 'What the caller said is attached.',
  statementMissing: 'What the caller said was recorded, but the recording is missing.',
  nobody: 'Nobody has it yet. Please see to it.',
  changed: (state: string) => `Since then it has changed: ${state}.`,
  times: (n: number) => count(n, 'time'),
  unreached: 'nobody has it',
  ringing: 'the people on call are being rung',
  owned: (owner: string) => `${owner} has it`,
  is: (state: string) => `it is ${state}`,
  answerAtDesk: (desk: string) => `Please call ${desk} and press 4.`,
  answerAtBox: (incident: string) => `Please have it noted: nightbell incidents resolve ${incident}`,
  more: (n: number) => `${count(n, 'caller has', 'callers have')} said more`,
  hearAtDesk: (desk: string) => `To hear it, call ${desk} and press 4.`,
  kept: 'It is kept with the incident.',
  emergencyDialled: 'the call is being placed',
  emergencyAnswered: (trunk: string) => `somebody has answered, over ${trunk}`,
  emergencyFailed: 'NO TRUNK COULD CARRY IT',
  emergencyLeft: 'the caller hung up before anybody answered',
  helpComes: 'Help may be on its way: please see to it that somebody meets it.',
  callYourself: (dialled: string) => `Please find out at once what is wrong there, and call ${dialled} from another telephone.`,
  mayCallBack: 'The emergency centre may call back: please find out what is wrong there.',
  unregistered: (since: string) => `is not registered since ${since}`,
  registeredAgain: (since: string, until: string) => `is registered again; it was not from ${since} to ${until}`,
  away: (since: string) => `does not answer since ${since}`,
  answersAgain: (since: string, until: string) => `answers again; it did not from ${since} to ${until}`,
  mediaRefused: 'offers only audio that the box can not take',
  callsRefused: 'refuses our calls before they ring',
  trunkDown: 'Calls may fail to come in or go out over it. The box goes on trying by itself; you are told when it is well again.',
  trunkMedia: 'These callers hear a fault, and the box never has their calls, until that is changed.',
  trunkRefuses: 'The box goes over the next trunk where there is one.',
  moreProperties: (n: number) => `and ${n} more`,
} as const

export type Sentences = {
  readonly [S in keyof typeof en]: (typeof en)[S] extends (...given: infer G) => string ? (...given: G) => string : string
}

const es: Sentences = {
  attached: 'La grabación va adjunta.',
  missing: recording => `Falta la grabación: ${recording}.wav no está guardada ni donde Asterisk la grabó.`,
  cut: 'Solo se pudo grabar el comienzo, que va adjunto.',
  altered: 'No es como se guardó: alguien o el disco la ha alterado.',
  lost: why => `NO SE PUDO GRABAR NADA; por favor, devuelva la llamada. La razón: ${why}.`,
  nothingRecorded: '0 s (la grabación falló)',
  statementAttached: 'Lo que dijo va adjunto.',
  statementMissing: 'Lo que dijo se grabó, pero falta la grabación.',
  nobody: 'Nadie se encarga todavía. Por favor, ocúpese.',
  changed: state => `Desde entonces ha cambiado: ${state}.`,
  times: n => count(n, 'vez', 'veces'),
  unreached: 'nadie se encarga',
  ringing: 'se está llamando a quienes están de guardia',
  owned: owner => `${owner} se encarga`,
  is: state => (state === 'resolved' ? 'está resuelto' : state === 'acknowledged' ? 'alguien se encarga' : state),
  answerAtDesk: desk => `Llame al ${desk} y oprima 4.`,
  answerAtBox: incident => `Pida que se anote: nightbell incidents resolve ${incident}`,
  more: n => `${count(n, 'persona ha', 'personas han')} dicho algo más`,
  hearAtDesk: desk => `Para oírlo, llame al ${desk} y oprima 4.`,
  kept: 'Queda guardado con el incidente.',
  emergencyDialled: 'se está haciendo la llamada',
  emergencyAnswered: trunk => `alguien contestó, por ${trunk}`,
  emergencyFailed: 'NINGUNA TRONCAL PUDO LLEVARLA',
  emergencyLeft: 'quien llamaba colgó antes de que contestaran',
  helpComes: 'Puede venir ayuda en camino: por favor, que alguien la reciba.',
  callYourself: dialled => `Averigüe enseguida qué pasa allí y llame al ${dialled} desde otro teléfono.`,
  mayCallBack: 'La central de emergencias puede devolver la llamada: averigüe qué pasa allí.',
  unregistered: since => `no está registrada desde ${since}`,
  registeredAgain: (since, until) => `está registrada otra vez; no lo estuvo de ${since} a ${until}`,
  away: since => `no contesta desde ${since}`,
  answersAgain: (since, until) => `contesta otra vez; no lo hizo de ${since} a ${until}`,
  mediaRefused: 'solo ofrece audio que el equipo no puede usar',
  callsRefused: 'rechaza nuestras llamadas antes de que suenen',
  trunkDown: 'Pueden fallar las llamadas por ella. El equipo sigue intentándolo solo; se le avisará cuando esté bien.',
  trunkMedia: 'Quienes llaman así oyen un error, y el equipo no recibe sus llamadas, hasta que se cambie.',
  trunkRefuses: 'El equipo llama por la siguiente troncal, si la hay.',
  moreProperties: n => `y ${n} más`,
}

/** English where notices are not worded in that language. */
export function sentencesIn(language: Language): Sentences {
  return language === 'es' ? es : en
}
