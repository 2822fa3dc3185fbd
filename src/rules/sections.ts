// The sections of the rules. Used by merge.ts, and by without-secrets.ts, which must know where a secret that was broken into lines ends.

/** Every section a file may have, and how deep two files may share it: 1 its names, 2 the names within each name. */
export const SECTIONS = {
  box: 1,
  mail: 1,
  sms: 1,
  webhooks: 1,
  notices: 1,
  reports: 1,
  defaults: 1,
  templates: 1,
  phrases: 2,
  categories: 1,
  trunks: 1,
  people: 1,
  schedules: 1,
  ladders: 1,
  menus: 1,
  properties: 1,
} as const
export type Section = keyof typeof SECTIONS
