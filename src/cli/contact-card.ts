// `nightbell contact-card`: the card by which technicians' telephones know the box. Reads the rules; needs no daemon.
import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { CARD_LANGUAGES, cardLanguage, contactCard } from '../core/notices/contact-card.ts'
import { CliFailure, type CliIo, EXIT } from './io.ts'
import { oneLine } from './plain-text.ts'
import { rulesOf } from './plan-of.ts'

export function addContactCard(program: Command, io: CliIo): void {
  program
    .command('contact-card')
    .description("Make the contact (.vcf) that lets the box's calls through Do Not Disturb and call screening.")
    .option('--out <file>', 'write it to this file instead of printing it')
    .option('--language <tag>', "the language of its note, en or es (the box's first, unless said)")
    .addHelpText(
      'after',
      `
Examples:
  nightbell contact-card --out nightbell.vcf
  nightbell contact-card --out nightbell-es.vcf --language es

The card has the box's name, the number that technicians see in each spelling that carriers use, and a note that says
how to let it ring at night: Emergency Bypass on an iPhone, a star on Android. Send the file to the telephone and open
it there. People who are new in the rules get it by mail, unless the rules say \`mail: { contact-card: no }\`.

Exit codes: 0 made, 2 cannot run.`,
    )
    .action((options: { out?: string; language?: string }, command: Command) => {
      const { plan } = rulesOf(io, command)
      const { language = plan.box.languages[0], out } = options
      if (options.language !== undefined && !CARD_LANGUAGES.some(one => one === language))
        throw new CliFailure(EXIT.cannot, `there is no card in ${oneLine(options.language, 40)}: write en or es`)
      const card = contactCard(plan, cardLanguage(language))
      if (out === undefined) return io.stdout(card)
      try {
        writeFileSync(out, card)
      } catch (error) {
        throw new CliFailure(
          EXIT.cannot,
          `the card could not be written: ${error instanceof Error ? error.message : String(error)}`,
        )
      }
      io.stdout(`${out} is written: send it to the telephones of your technicians and open it there.\n`)
    })
}
