// What the morning digest says, in the languages in which notices are worded. Used by write-digest.ts. English and Spanish are kept alike by
// their type.
import type { NoticeWay } from '../core/notices/events.ts'
import type { Language } from '../core/plan/plan.ts'
import type { Outcome } from '../core/world/facts.ts'
import { count } from './words.ts'

/** Tables of the report of exceptions that a digest counts, the worst first; the page is attached. */
export const FOUND_TABLES = [
  'late',
  'escalated',
  'empty-rungs',
  'gaps',
  'silent-telephones',
  'failed-trunks',
  'quiet-lines',
  'critical-forwarding',
  'slow-forwarding',
] as const
export type FoundTable = (typeof FOUND_TABLES)[number]

export interface DigestSentences {
  readonly found: Readonly<Record<FoundTable, (n: number) => string>>
  /** Best news last. */
  readonly outcomes: Readonly<Record<Outcome, string>>
  readonly running: string
  readonly ways: Readonly<Record<NoticeWay, string>>
  readonly heads: Readonly<Record<'exceptions' | 'calls' | 'incidents' | 'messages' | 'list' | 'anchor', string>>
  readonly none: string
  readonly lost: string
  readonly somebody: string
  calls(n: number): string
  messages(n: number): string
  /** Both before the number of calls, in the subject. */
  matters(n: number): string
  open(n: number): string
  earlier(n: number): string
  took(owner: string, after: string | null, end: 'open' | 'resolved' | null): string
  state(state: string): string
  matter(who: string, what: string, time: string, caller: string, incident: string): string
  readonly nobody: string
  noOutcome(owner: string): string
  givenUp(to: string, event: string, time: string): string
  late(to: string, event: string, time: string): string
  away(time: string, caller: string): string
  unknownLine(line: string, time: string, caller: string): string
  capped(n: number): string
  refused(n: number): string
}

const en: DigestSentences = {
  found: {
    late: n => `${count(n, 'urgent matter')} nobody had in time (see the attached page)`,
    escalated: n => `${count(n, 'urgent matter')} went past rung 1`,
    'empty-rungs': n => `${count(n, 'urgent matter')} met a rung with nobody on it`,
    gaps: n => `${count(n, 'gap')} in the next 14 days: a ladder would reach nobody`,
    'silent-telephones': n => `${count(n, 'telephone')} never answered`,
    'failed-trunks': n => `${count(n, 'trunk')} failed to carry calls`,
    'quiet-lines': n => `${count(n, 'line')} had no call for 14 days`,
    'critical-forwarding': () => 'The office rang 60 s and more before callers came here',
    'slow-forwarding': () => 'The office rang over 30 s before callers came here',
  },
  outcomes: {
    unreached: 'nobody could be reached',
    failsafe: 'looked after by the telephone system while Nightbell was away',
    refused: 'refused',
    missed: 'left without saying anything',
    'caller-left': 'hung up, the incident stayed',
    message: 'left a message',
    callback: 'asked to be called back',
    owned: 'taken on by a technician',
    connected: 'connected to a technician',
    joined: 'called about a matter that was open already',
    transferred: 'transferred, and talked',
    informed: 'heard what they wanted to know',
    'office-answered': 'answered by the office',
    fax: 'fax',
    desk: 'staff at the phone desk',
  },
  running: 'still going on',
  ways: { mail: 'mail to', sms: 'a text message to', webhook: 'the webhook' },
  heads: {
    exceptions: 'LOOK AT THESE FIRST',
    calls: 'CALLS',
    incidents: 'INCIDENTS',
    messages: 'MESSAGES WAITING',
    list: 'CALL BY CALL',
    anchor: 'ANCHOR OF THE LOG (keep this mail; see nightbell log verify)',
  },
  none: 'none',
  lost: 'COULD NOT BE RECORDED',
  somebody: 'somebody',
  calls: n => count(n, 'call'),
  messages: n => count(n, 'message'),
  matters: n => `${count(n, 'matter')} nobody has; `,
  open: n => `${n} without an outcome; `,
  earlier: n => `and ${count(n, 'earlier call')}: nightbell calls list`,
  took: (owner, after, end) =>
    `${owner} took it${after === null ? '' : ` after ${after}`}${end === 'open' ? ', no outcome yet' : end === 'resolved' ? ', resolved' : ''}`,
  state: state => (state === 'unreached' ? 'NOBODY HAS IT' : state === 'ringing' ? 'the people on call are being rung' : state),
  matter: (who, what, time, caller, incident) =>
    `${who}: ${what}, ${time}, caller ${caller} (nightbell incidents show ${incident})`,
  nobody: 'NOBODY HAS IT',
  noOutcome: owner => `NO OUTCOME, ${owner} took it`,
  givenUp: (to, event, time) => `Could not be told: ${to} (${event}), given up ${time}`,
  late: (to, event, time) => `Not told yet: ${to} (${event}), tried since ${time}`,
  away: (time, caller) => `Nightbell was away: ${time}, caller ${caller}`,
  unknownLine: (line, time, caller) => `Line ${line} is in no rule: ${time}, caller ${caller}`,
  capped: n => `Somebody was not rung at once ${count(n, 'time')}: the caps of the rules were reached`,
  refused: n => `${count(n, 'caller')} could not be called back: the rules do not allow their number`,
}

const STATES_ES: Readonly<Record<string, string>> = {
  unreached: 'NADIE SE ENCARGA',
  ringing: 'se está llamando a quienes están de guardia',
  resolved: 'resuelto',
  acknowledged: 'alguien se encarga',
  folded: 'parte de otro asunto',
  'no-outcome': 'sin resultado',
}

const es: DigestSentences = {
  found: {
    late: n => `${count(n, 'asunto urgente', 'asuntos urgentes')} sin nadie a tiempo (vea la página adjunta)`,
    escalated: n => `${count(n, 'asunto urgente', 'asuntos urgentes')} más allá del primer nivel`,
    'empty-rungs': n => `${count(n, 'asunto urgente', 'asuntos urgentes')} con un nivel sin nadie`,
    gaps: n => `${count(n, 'hueco')} en los próximos 14 días: no se encontraría a nadie`,
    'silent-telephones': n => `${count(n, 'teléfono')} sin contestar nunca`,
    'failed-trunks': n => `${count(n, 'troncal', 'troncales')} con fallas`,
    'quiet-lines': n => `${count(n, 'línea')} sin llamadas desde hace 14 días`,
    'critical-forwarding': () => 'La oficina sonó 60 s o más antes de que las llamadas llegaran aquí',
    'slow-forwarding': () => 'La oficina sonó más de 30 s antes de que las llamadas llegaran aquí',
  },
  outcomes: {
    unreached: 'sin encontrar a nadie',
    failsafe: 'con el sistema telefónico, mientras Nightbell no estaba',
    refused: 'sin ser aceptada',
    missed: 'sin decir nada',
    'caller-left': 'con el asunto abierto al colgar',
    message: 'con un mensaje',
    callback: 'con el pedido de llamar',
    owned: 'a cargo de un técnico',
    connected: 'en comunicación con un técnico',
    joined: 'por un asunto que ya estaba abierto',
    transferred: 'con transferencia y conversación',
    informed: 'para oír una información',
    'office-answered': 'con respuesta de la oficina',
    fax: 'de fax',
    desk: 'del personal a la mesa telefónica',
  },
  running: 'todavía en curso',
  ways: { mail: 'correo a', sms: 'un mensaje de texto a', webhook: 'el webhook' },
  heads: {
    exceptions: 'VEA ESTO PRIMERO',
    calls: 'LLAMADAS',
    incidents: 'ASUNTOS URGENTES',
    messages: 'MENSAJES EN ESPERA',
    list: 'LLAMADA POR LLAMADA',
    anchor: 'ANCLA DEL REGISTRO (guarde este correo; vea nightbell log verify)',
  },
  none: 'ninguna',
  lost: 'NO SE PUDO GRABAR',
  somebody: 'alguien',
  calls: n => count(n, 'llamada'),
  messages: n => count(n, 'mensaje'),
  matters: n => `${count(n, 'asunto')} sin nadie a cargo; `,
  open: n => `${n} sin resultado; `,
  earlier: n => `y ${count(n, 'llamada anterior', 'llamadas anteriores')}: nightbell calls list`,
  took: (owner, after, end) =>
    `${owner} se encargó${after === null ? '' : ` a los ${after}`}${end === 'open' ? ', sin resultado todavía' : end === 'resolved' ? ', resuelto' : ''}`,
  state: state => STATES_ES[state] ?? state,
  matter: (who, what, time, caller, incident) =>
    `${who}: ${what}, ${time}, llamó ${caller} (nightbell incidents show ${incident})`,
  nobody: 'NADIE SE ENCARGA',
  noOutcome: owner => `SIN RESULTADO, ${owner} se encargó`,
  givenUp: (to, event, time) => `No se pudo avisar: ${to} (${event}), se dejó de intentar ${time}`,
  late: (to, event, time) => `Todavía sin avisar: ${to} (${event}), se intenta desde ${time}`,
  away: (time, caller) => `Nightbell no estaba: ${time}, llamó ${caller}`,
  unknownLine: (line, time, caller) => `La línea ${line} no está en las reglas: ${time}, llamó ${caller}`,
  capped: n => `No se llamó enseguida a alguien ${count(n, 'vez', 'veces')}: se alcanzaron los límites de las reglas`,
  refused: n => `No se pudo devolver la llamada a ${count(n, 'persona')}: las reglas no permiten su número`,
}

/** English where the digest is not worded in that language. */
export function digestSentencesIn(language: Language): DigestSentences {
  return language === 'es' ? es : en
}
