// How a follower names its tables. Used by whoever makes them.

/** Names within the file: another one while a version is made beside the old one. */
export interface Named {
  readonly table: (name: string) => string
  readonly index: (name: string) => string
}
