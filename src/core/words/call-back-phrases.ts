// What the box says when a technician calls a caller back through it, in English and Spanish; part of PHRASES.
export const callBackEn = {
  'briefing-keys-back': 'Press 1 to call them back now, 2 to pass on, 3 to hear this again, 5 to take it without calling.',
  'call-back-begins': 'You have it. Calling them now. To stop, press star.',
  'call-back-again': 'Calling again. To stop, press star.',
  'call-back-answered': 'They answered.',
  'call-back-hello': '{property}, calling you back.',
  'call-back-came': 'We were just calling you back. One moment.',
  'call-back-busy': 'Their line is busy.',
  'call-back-no-answer': 'They do not answer.',
  'call-back-failed': 'They could not be called.',
  'call-back-ended': 'They have hung up.',
  'call-back-stopped': 'Stopped.',
  'call-back-keys': 'Press 1 to call again, 2 to pass on, 3 to hear what they said, 5 to keep it without calling.',
} as const

export const callBackEs: Record<keyof typeof callBackEn, string> = {
  'briefing-keys-back': 'Oprima 1 para llamarle ahora, 2 para pasarla, 3 para oír de nuevo, 5 para tomarla sin llamar.',
  'call-back-begins': 'Es suya. Llamando ahora. Para parar, oprima asterisco.',
  'call-back-again': 'Llamando otra vez. Para parar, oprima asterisco.',
  'call-back-answered': 'Contestaron.',
  'call-back-hello': '{property}, le devolvemos su llamada.',
  'call-back-came': 'Justo le estábamos llamando. Un momento.',
  'call-back-busy': 'La línea está ocupada.',
  'call-back-no-answer': 'No contestan.',
  'call-back-failed': 'No se pudo llamar.',
  'call-back-ended': 'Colgaron.',
  'call-back-stopped': 'Parado.',
  'call-back-keys': 'Oprima 1 para llamar otra vez, 2 para pasarla, 3 para oír lo que dijeron, 5 para quedársela sin llamar.',
}
