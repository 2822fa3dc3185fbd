// What the box says when a key of a menu transfers a caller, to the caller and to whoever is rung, in English and Spanish; part of PHRASES.
export const transferEn = {
  'transfer-begins': 'I am connecting you now. Please stay on the line.',
  'transfer-still': 'It is still ringing.',
  'transfer-busy': 'They are on another call.',
  'transfer-nobody': 'Nobody is answering there.',
  'transfer-failed': 'I could not connect you.',
  'transfer-over': 'The other side has hung up. To go back to the menu, press 1.',
  'transfer-briefing': '{box}, {property}: a caller for {what}.',
  'transfer-keys': 'Press 1 to talk now, 2 if you cannot, 3 to hear this again.',
  'transfer-joined': 'Connecting.',
  'transfer-caller-gone': 'The caller has hung up. Thank you.',
} as const

export const transferEs: Record<keyof typeof transferEn, string> = {
  'transfer-begins': 'Le comunico ahora. No cuelgue, por favor.',
  'transfer-still': 'Sigue sonando.',
  'transfer-busy': 'Está en otra llamada.',
  'transfer-nobody': 'Allí no contesta nadie.',
  'transfer-failed': 'No pude comunicarle.',
  'transfer-over': 'La otra parte ha colgado. Para volver al menú, oprima 1.',
  'transfer-briefing': '{box}, {property}: una llamada para {what}.',
  'transfer-keys': 'Oprima 1 para hablar ahora, 2 si no puede, 3 para oír de nuevo.',
  'transfer-joined': 'Conectando.',
  'transfer-caller-gone': 'Quien llamaba ha colgado. Gracias.',
}
