// Prints docs/reference.md: every key of the rules. `node scripts/print-reference.ts` prints, `--write` writes the file.
import { writeFileSync } from 'node:fs'
import { referencePage } from './reference.ts'

if (process.argv.includes('--write')) writeFileSync(new URL('../docs/reference.md', import.meta.url), referencePage())
else process.stdout.write(referencePage())
