import { FATES, told } from './never-silent.ts'
import { SCENES } from './scenes.ts'
import { storyOf } from './night.ts'
const [, , name, fate, request] = process.argv
const scene = SCENES.find(s => s.name.includes(name!))!
const f = (FATES as any)[fate!](request)
let t0: any
const log: string[] = []
const found = await told(scene, r => { const x = f(r); log.push(r + ' ' + JSON.stringify(x)); return x })
console.log(log.join('\n')); console.log(storyOf(found.story)); console.log(found.wrong)
process.exit(0)
