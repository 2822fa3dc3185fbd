// What the box asks whoever owns an incident about its outcome, in English and Spanish; part of PHRASES.
export const outcomeEn = {
  'outcome-after-talk': 'They have hung up.',
  'outcome-reminder': '{box}. {property}. {category}. You took it {wait} ago.',
  'news-one': 'Another caller has said more about it:',
  'news-several': '{n} callers have said more about it:',
  'outcome-keys': 'Press 1 if it is fixed by phone, 2 if you are going out, 3 for a false alarm, 4 if it needs follow-up.',
  'outcome-keep': 'Press 5 to keep it as it is. Without a key, somebody else is rung.',
  'outcome-thanks': 'Thank you. Noted.',
  'outcome-later': 'Thank you. Goodbye.',
} as const

export const outcomeEs: Record<keyof typeof outcomeEn, string> = {
  'outcome-after-talk': 'Colgaron.',
  'outcome-reminder': '{box}. {property}. {category}. Usted la tomó hace {wait}.',
  'news-one': 'Otra persona dijo algo más:',
  'news-several': '{n} personas dijeron algo más:',
  'outcome-keys': 'Oprima 1 si se arregló por teléfono, 2 si va para allá, 3 si fue falsa alarma, 4 si queda algo por hacer.',
  'outcome-keep': 'Oprima 5 para seguir a cargo. Sin una tecla, se llama a otra persona.',
  'outcome-thanks': 'Gracias. Anotado.',
  'outcome-later': 'Gracias. Adiós.',
}
