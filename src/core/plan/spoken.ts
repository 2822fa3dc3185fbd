// What is spoken in which language, and the keys of a telephone. Part of plan.ts.

/** A language tag such as `en` or `es`. */
export type Language = string
/** What is spoken, by language. The box's first language is always present. */
export type Text = Readonly<Record<Language, string>>
/** One key of a telephone. */
export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#'
