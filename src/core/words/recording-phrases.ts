// What a caller hears about a recording: how to end it and begin it again, and what became of it. Part of phrases.ts. Nothing says
// that something is kept which is not.
export const recordingEn = {
  'message-prompt': 'Please leave your message after the tone. Press pound when you are done, or star to begin again.',
  'message-kept': 'Thank you. Your message has been kept for the office. Goodbye.',
  'message-full': 'The time for a message is over. What you said has been kept for the office. Goodbye.',
  'message-cut':
    'I am sorry, only the beginning of your message could be kept. The office gets that, and sees that you called. Goodbye.',
  'message-lost': 'I am sorry, your message could not be recorded. The office will see that you called, from',
  'message-lost-no-number':
    'I am sorry, your message could not be recorded, and your number is hidden. Please call again later. Goodbye.',
  'message-empty': 'I did not hear a message. Goodbye.',
  'record-failed': 'I am sorry, I could not record that.',
  'record-cut': 'I am sorry, I could keep only the beginning of what you said.',
  'record-full': 'That is all I can record. It is kept.',
  'record-again': 'That is thrown away. Please speak again after the tone.',
  'record-again-last': 'That is thrown away. Please speak again after the tone. This time it is kept.',
} as const

export const recordingEs: Record<keyof typeof recordingEn, string> = {
  'message-prompt': 'Deje su mensaje después del tono. Oprima numeral al terminar, o asterisco para empezar de nuevo.',
  'message-kept': 'Gracias. Su mensaje queda guardado para la oficina. Adiós.',
  'message-full': 'Se acabó el tiempo para el mensaje. Lo que dijo queda guardado para la oficina. Adiós.',
  'message-cut':
    'Lo siento, solo se pudo guardar el principio de su mensaje. La oficina lo recibe, y verá que usted llamó. Adiós.',
  'message-lost': 'Lo siento, su mensaje no se pudo grabar. La oficina verá que usted llamó, desde el',
  'message-lost-no-number':
    'Lo siento, su mensaje no se pudo grabar, y su número está oculto. Por favor llame de nuevo más tarde. Adiós.',
  'message-empty': 'No escuché ningún mensaje. Adiós.',
  'record-failed': 'Lo siento, no pude grabar eso.',
  'record-cut': 'Lo siento, solo pude guardar el principio de lo que dijo.',
  'record-full': 'No puedo grabar más. Lo dicho queda guardado.',
  'record-again': 'Eso queda borrado. Hable de nuevo después del tono.',
  'record-again-last': 'Eso queda borrado. Hable de nuevo después del tono. Esta vez se guarda.',
}
