// Is there a directory of rules at all? If not, says so and where its name came from. Called by whoever reads rules for a command; it reads
// none itself, and loads nothing.
import { statSync } from 'node:fs'
import { CliFailure, type CliIo, EXIT } from './io.ts'

export function mustBeDirectory(io: CliIo, directory: string): void {
  const named = directory === io.env.NIGHTBELL_CONFIG ? ', which NIGHTBELL_CONFIG names' : ''
  const hint = `Name the directory of the rules: --config DIR, or NIGHTBELL_CONFIG=${named === '' ? 'DIR' : 'DIR with its whole path'}.`
  let is: boolean
  try {
    is = statSync(directory).isDirectory()
  } catch {
    throw new CliFailure(EXIT.cannot, `There is no directory ${directory}${named}. ${hint}`)
  }
  if (!is) throw new CliFailure(EXIT.cannot, `${directory}${named === '' ? '' : `${named},`} is not a directory. ${hint}`)
}
