// Which module of Asterisk reads which rendered file, and can read it again while calls run. Used by apply.ts and compare.ts.

export interface Reload {
  /** Modules to reload, in order. */
  readonly modules: readonly string[]
  /** Files that only a restart of Asterisk takes. */
  readonly restart: readonly string[]
}

/** In this order: endpoints before the queues that ring them, both before the dialplan that uses them. */
export const READ_BY: readonly (readonly [file: string, module: string])[] = [
  ['pjsip.conf', 'res_pjsip.so'],
  ['queues.conf', 'app_queue.so'],
  ['extensions.conf', 'pbx_config.so'],
]

export function reloadFor(changed: readonly string[]): Reload {
  return {
    modules: READ_BY.flatMap(([file, module]) => (changed.includes(file) ? [module] : [])),
    restart: changed.filter(file => !READ_BY.some(([name]) => name === file)),
  }
}
