import { fatesOf, told } from './never-silent.ts'
import { SCENES } from './scenes.ts'
const only = process.argv[2]
let n = 0
const t = Date.now()
for (const scene of SCENES) {
  if (only && !scene.name.includes(only)) continue
  const lines: string[] = []
  for (const { name, fates } of await fatesOf(scene)) {
    n++
    try {
      const found = await told(scene, fates())
      for (const what of found.wrong) lines.push(`${name}: ${what}`)
    } catch (error) { lines.push(`${name}: THROWN ${error}`) }
  }
  console.log(`== ${scene.name}: ${lines.length}`)
  for (const l of lines) console.log('   ' + l)
}
console.log(n, 'stories', Date.now() - t, 'ms')
process.exit(0)
