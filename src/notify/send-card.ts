// Mails the contact card to somebody who is new in the rules: what it is for, how it is taken in, and the card. Called by notify.ts.
import { Readable } from 'node:stream'
import { cardLanguage, contactCard, howToAllow } from '../core/notices/contact-card.ts'
import type { ContactCardAbout, Post } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Delivery } from './delivery.ts'
import { sendMail } from './send-mail.ts'
import type { Smtp } from './smtp.ts'
import { oneLine } from './words.ts'

export async function sendCard(post: Post, { person }: ContactCardAbout, plan: Plan, smtp: Smtp | null): Promise<Delivery> {
  const them = plan.people[person]
  if (them === undefined) return { ok: true, said: 'not mailed: the rules do not have this person any more' }
  const language = cardLanguage(them.language ?? plan.box.languages[0])
  const card = Buffer.from(contactCard(plan, language))
  const box = oneLine(plan.box.name, 60)
  const spanish = language === 'es'
  const text = [
    spanish
      ? `Hola ${oneLine(them.name, 60)}: abra la tarjeta adjunta en su teléfono y guárdela como contacto.`
      : `Hello ${oneLine(them.name, 60)}, please open the attached card on your telephone and save it as a contact.`,
    ...howToAllow(box, language),
  ]
  const subject = spanish ? `[${box}] Guarde este contacto en su teléfono` : `[${box}] Save this contact on your telephone`
  const written = { subject, text: `${text.join('\n\n')}\n`, sms: '', unusable: [] }
  const type = 'text/vcard; charset=utf-8'
  return sendMail(post, plan, smtp, written, { name: 'contact.vcf', type, content: Readable.from([card]), bytes: card.length })
}
