// What callers hear about a trouble that is known already, and technicians about callers who joined it. Part of phrases.ts.
export const troubleEn = {
  known: 'We know about this already: {category}.',
  'known-since': 'It was reported {wait} ago.',
  'known-owned': '{person} is on it.',
  'known-ringing': 'We are ringing the person on call for it now.',
  'known-open': 'Nobody has taken it yet. It stays open until somebody does.',
  'known-keys':
    'You may hang up now. Press 1 to add something for the technician, 2 if you must speak with somebody now, or 3 if yours is something else.',
  'added-prompt':
    'Please say after the tone what the technician should know. Press pound when you are done, or star to begin again.',
  'added-goodbye': 'Thank you. Your words are kept for the technician. Goodbye.',
  'briefing-others': 'More callers about the same: {n}.',
  'briefing-beside': 'Somebody is on it already, and this caller must speak with somebody now.',
} as const

export const troubleEs: Record<keyof typeof troubleEn, string> = {
  known: 'Ya sabemos de esto: {category}.',
  'known-since': 'Se avisó hace {wait}.',
  'known-owned': '{person} se ocupa de ello.',
  'known-ringing': 'Estamos llamando ahora a la persona de guardia por esto.',
  'known-open': 'Nadie lo ha tomado todavía. Queda abierto hasta que alguien lo tome.',
  'known-keys':
    'Puede colgar ahora. Oprima 1 para añadir algo para el técnico, 2 si necesita hablar ahora con alguien, o 3 si lo suyo es otra cosa.',
  'added-prompt':
    'Diga después del tono lo que el técnico debe saber. Oprima numeral al terminar, o asterisco para empezar de nuevo.',
  'added-goodbye': 'Gracias. Sus palabras quedan guardadas para el técnico. Adiós.',
  'briefing-others': 'Más personas que llamaron por lo mismo: {n}.',
  'briefing-beside': 'Alguien ya se ocupa, y esta persona necesita hablar ahora con alguien.',
}
