// Three days in the laboratory with the real daemon: two callers at noon of the first, four in the
// evening of the second, and on the third morning, at half past seven, the mails go out. The tests
// begin six seconds before that.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Asked, type HttpServerOfTest, openHttpServer } from '../support/http-server.ts'
import { type MailServerOfTest, openMailServer, type Received } from '../support/mail-server.ts'
import { nightbell, type Said } from '../support/nightbell.ts'
import { eveningRules, NAME, openEvening } from './evening.ts'
import { clockAsItWas, instant, moveClockTo } from './moved-clock.ts'
import { type Scene, startScene } from './scene.ts'

/** When everything is mailed. */
const due = instant(3, '07:30:00')

export interface Morning {
  readonly scene: Scene
  readonly evening: ReturnType<typeof openEvening>
  readonly mails: MailServerOfTest
  /** The first mail whose Message-ID begins so, of those that came and will come. */
  mailed(id: string): Promise<Received>
  /** What is mailed of this morning, such as `digest.closed-court`. */
  mailedToday(what: string): Promise<Received>
  /** This morning's: those of the mornings before came at a start. */
  anchorToday(): Promise<Asked>
  /** The command line, as somebody at the box has it. */
  ask(...args: readonly string[]): Promise<Said>
  /** A file of this text. */
  kept(name: string, text: string): string
  /** Files of the daemon and of Asterisk in which this stands, with separators or without. */
  holding(text: string): string[]
}

export function useMorning(): () => Morning {
  let morning: Morning | undefined
  let web: HttpServerOfTest
  const current = (): Morning => {
    if (morning === undefined) throw new Error('the morning has not come')
    return morning
  }

  beforeAll(async () => {
    const mails = await openMailServer()
    web = await openHttpServer()
    const to = { mail: mails.port, web: web.url }
    const scene = await startScene({ rules: ports => eveningRules(ports, to) })
    morning = openMorning(scene, mails, web)
    await theDaysBefore(morning)
    moveClockTo(due - 6000)
    await scene.startDaemon()
  })
  afterAll(async () => {
    clockAsItWas()
    const { scene, mails } = current()
    const troubles = scene.lab.troubles()
    await scene.lab.reset()
    const leftovers = await scene.lab.box.leftovers()
    const { differing } = scene.replayAgrees()
    await scene.stop()
    await Promise.all([mails.close(), web.close()])
    expect([troubles, leftovers, differing]).toEqual([[], [], []])
  })
  return current
}

async function theDaysBefore({ scene, evening, ask }: Morning): Promise<void> {
  moveClockTo(instant(1, '12:00:00'))
  await scene.startDaemon()
  scene.mark()
  await Promise.all([evening.hangsUp('forgotten', NAME), evening.hangsUp('held')])
  const because = ['--why', 'Diaz v. Brief Court', '--by', 'Kim']
  const held = await ask('hold', 'set', 'call', evening.call.held, ...because)
  expect(held).toMatchObject({ code: 0 })
  await scene.stopDaemon()

  moveClockTo(instant(2, '20:00:00'))
  await scene.startDaemon()
  await Promise.all([
    evening.talks('talks', async () => undefined),
    evening.leavesMessage(),
    evening.hangsUp('gone'),
    evening.reachesNobody(),
  ])
  await scene.stopDaemon()
}

function openMorning(scene: Scene, mails: MailServerOfTest, web: HttpServerOfTest): Morning {
  async function mailed(id: string): Promise<Received> {
    for (let n = 1; ; n++) {
      const one = await mails.mail(n, 60_000)
      if (one.mail.messageId?.startsWith(`<${id}@`) === true) return one
    }
  }

  const where = ['--state', scene.state, '--pbx', scene.lab.box.settings.directory]
  return {
    scene,
    evening: openEvening(scene),
    mails,
    mailed,
    mailedToday: what => mailed(`${what}.${due}`),
    async anchorToday() {
      for (let n = 1; ; n++) {
        const asked = await web.take(n)
        if (asked.body.includes(`"id":"anchor:${due}:webhook:vault"`)) return asked
      }
    },
    ask: (...args) => nightbell([...args, ...where]),
    kept(name, text) {
      const file = `${scene.lab.directory}/${name}`
      writeFileSync(file, text)
      return file
    },
    holding(text) {
      const pattern = [...text].join('[ ().%-]{0,3}')
      const places = [scene.state, scene.lab.box.settings.directory]
      const found = spawnSync('grep', ['-rlaE', pattern, ...places], { encoding: 'utf8' })
      return found.stdout.split('\n').filter(file => file !== '')
    },
  }
}
