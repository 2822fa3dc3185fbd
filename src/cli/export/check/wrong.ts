/** What is wrong with an export, as the end of a sentence: the first that was found. */
export class Wrong extends Error {}
