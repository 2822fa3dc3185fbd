// A small process of its own that runs the speech engine. Starting a program copies the page tables of whoever starts it: 19 ms on
// the main thread of a daemon of 300 MB, far less here. Started by engine-client.ts, ends with its parent. No imports of the daemon.
import { createReadStream } from 'node:fs'
import { convertInto, type EngineOptions, engineVersion, speakInto } from './engine.ts'

export type Job =
  | { readonly do: 'speak'; readonly language: string; readonly text: string; readonly file: string }
  | { readonly do: 'convert'; readonly source: string; readonly file: string }
  | { readonly do: 'version' }

export interface Asked {
  readonly id: number
  readonly engine: EngineOptions
  readonly job: Job
}

export type Told = { readonly id: number } & (
  | { readonly ok: true; readonly value: string | null }
  | { readonly ok: false; readonly reason: string }
)

async function work({ engine, job }: Asked): Promise<string | null> {
  switch (job.do) {
    case 'speak':
      await speakInto(engine, job.language, job.text, job.file)
      return null
    case 'convert':
      await convertInto(engine, createReadStream(job.source), job.file)
      return null
    case 'version':
      return engineVersion(engine)
  }
}

function tell(told: Told): void {
  process.send?.(told)
}

// The parent ends this process by letting go of it; a terminal's interrupt is the parent's business.
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => {})
process.on('message', (asked: Asked) => {
  work(asked).then(
    value => tell({ id: asked.id, ok: true, value }),
    (error: unknown) => tell({ id: asked.id, ok: false, reason: error instanceof Error ? error.message : String(error) }),
  )
})
