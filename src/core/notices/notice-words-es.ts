// The words of mails and text messages in Spanish, for people of the rules whose language it is. The holes are those of
// notice-words.ts; a test holds the two together.
import type { NoticeWords, WordedEvent } from './notice-words.ts'

const STORY = 'Toda la historia:\n  nightbell calls show {call}'

const incidentText = (first: string, ...middle: string[]) =>
  [
    first,
    '',
    'Propiedad  {property}',
    'Qué        {what}',
    'Desde      {since}',
    'Llamó      {caller}',
    ...middle,
    '',
    '{statement}',
    '',
    STORY,
  ].join('\n')

export const NOTICE_WORDS_ES: Readonly<Record<WordedEvent, NoticeWords>> = {
  opened: {
    subject: '[{property}] Urgente: {what}',
    text: incidentText('Una persona necesita ayuda, y se está llamando a quienes están de guardia.', 'Ahora      {state}'),
    sms: '{box}, {property}: {what}, llamó {number}. Se está llamando a quienes están de guardia.',
  },
  acknowledged: {
    subject: '[{property}] {who} se encarga: {what}',
    text: incidentText('{who} se ha hecho cargo.', 'Tomado     {when}', 'Ahora      {state}'),
    sms: '{box}, {property}: {who} se encarga: {what}, llamó {number}.',
  },
  late: {
    subject: '[{property}] CON RETRASO, nadie se encarga: {what}',
    text: incidentText(
      'Una persona necesita ayuda, y nadie se ha hecho cargo en los {target} desde que llamó.',
      'Llamada    {called}',
      'Ahora      {state}',
    ),
    sms: '{box}, {property}, CON RETRASO: nadie se encarga de {what} en {target}, llamó {number}, {called}. Ahora: {state}.',
  },
  unreached: {
    subject: '[{property}] URGENTE, no se encontró a nadie: {what}',
    text: incidentText(
      'Una persona necesita ayuda y no se encontró a nadie de guardia.',
      'Intentos   {passes} por toda la lista',
      '',
      '{now}',
    ),
    sms: '{box}, {property}, URGENTE: no se encontró a nadie para {what}, llamó {number}, desde {clock}. Por favor, ocúpese.',
  },
  resolved: {
    subject: '[{property}] Resuelto: {what}',
    text: incidentText('Esto está resuelto.', 'Resuelto   {when}', 'Por        {who}', 'Ahora      {state}'),
    sms: '{box}, {property}: {what} está resuelto, llamó {number}.',
  },
  storm: {
    subject: '[{property}] Muchas llamadas a la vez: {what}',
    text: incidentText(
      'Muchos residentes llaman por lo mismo. Ahora es un solo incidente, y se llama una vez a quienes están de guardia.',
      'Ahora      {state}',
      '',
      'En el escritorio telefónico se puede grabar un aviso que quienes llaman oyen primero.',
    ),
    sms: '{box}, {property}: muchas llamadas a la vez: {what}, desde {clock}. Ahora: {state}.',
  },
  message: {
    subject: '[{property}] Mensaje de {number}, {length}',
    text: [
      'Una persona dejó un mensaje para {mailbox}.',
      '',
      'Propiedad  {property}',
      'Cuándo     {when}',
      'Llamó      {caller}',
      'Duración   {length}',
      'Buzón      {mailbox}',
      '',
      '{audio}',
      '',
      'Cuando esté atendido, alguien lo dice en el equipo con:',
      '  nightbell messages done {message}',
    ].join('\n'),
    sms: '{box}, {property}: un mensaje de {length} de {number} para {mailbox}.',
  },
  missed: {
    subject: '[{property}] Llamada perdida de {number}',
    text: [
      'Alguien llamó, no dijo nada y colgó después de {waited}.',
      '',
      'Propiedad  {property}',
      'Cuándo     {when}',
      'Llamó      {caller}',
      'Línea      {line}',
      '',
      STORY,
    ].join('\n'),
    sms: '{box}, {property}: llamada perdida de {number}.',
  },
  'missed-many': {
    subject: '[{property}] {count} llamadas perdidas en {span}',
    text: [
      'Colgaron sin decir nada, {count} veces en {span}. Este aviso vale por todas.',
      '',
      'Propiedad  {property}',
      'La última  {when}',
      'Llamó      {caller}',
      'Línea      {line}',
      '',
      'Todas:\n  nightbell calls list --property {id}',
    ].join('\n'),
    sms: '{box}, {property}: {count} llamadas perdidas en {span}, la última {clock} de {number}.',
  },
  emergency: {
    subject: '[{property}] Se MARCÓ {dialled} en {phone}: {state}',
    text: [
      'Alguien marcó {dialled} en un teléfono de la oficina.',
      '',
      'Propiedad  {property}',
      'Teléfono   {phone}',
      'Cuándo     {when}',
      'Ahora      {state}',
      '',
      '{advice}',
    ].join('\n'),
    sms: '{box}, {property}: se MARCÓ {dialled} en el teléfono {phone}, {clock}. Ahora: {state}. {advice}',
  },
  'emergency-test': {
    subject: '[{property}] Prueba de llamadas de emergencia en {phone}: {state}',
    text: [
      'Alguien marcó {dialled} en un teléfono de la oficina, para probar las llamadas de emergencia. No es una emergencia.',
      '',
      'Propiedad  {property}',
      'Teléfono   {phone}',
      'Cuándo     {when}',
      'Ahora      {state}',
    ].join('\n'),
    sms: '{box}, {property}: prueba de llamadas de emergencia ({dialled}) en el teléfono {phone}, {clock}. Ahora: {state}.',
  },
  trunk: {
    subject: '[{box}] La troncal {trunk} {state}',
    text: [
      'La troncal {trunk} {state}.',
      '',
      'Desde        {since}',
      'Hasta        {until}',
      'Razón        {reason}',
      'Propiedades  {properties}',
      '',
      '{advice}',
      '',
      'Cómo está ahora, y qué se dijo por ella:',
      '  nightbell trunks',
      '  nightbell trunks trace {trunk}',
    ].join('\n'),
    sms: '{box}: la troncal {trunk} {state}. {reason}',
  },
  reminder: {
    subject: '',
    text: '',
    sms: '{box}, {property}: {what}, a su cargo desde {taken}, llamó {number}. ¿Cómo quedó? {answer}',
  },
  'added-words': {
    subject: '',
    text: '',
    sms: '{box}, {property}: {what}, a su cargo desde {taken}: {more}. {hear}',
  },
  digest: {
    subject: '[{property}] {urgent}{calls}, {waiting} en espera',
    text: '{property}\nDe {from} a {until}\n\n{exceptions}\n\n{summary}\n\n{incidents}\n\n{messages}\n\n{list}\n\n{more}\n\n{anchor}',
    sms: '',
  },
}
