// Makes the mail of a post and hands it to the mail server: words, sound, and headers by which a mail program keeps an incident's mails
// together and knows a second copy. Called by notify.ts.
import type { Post } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import { type Delivery, failed } from './delivery.ts'
import type { AttachedFile, Smtp } from './smtp.ts'
import type { Written } from './write-notice.ts'

export async function sendMail(
  post: Post,
  plan: Plan,
  smtp: Smtp | null,
  written: Written,
  attached: AttachedFile | null,
): Promise<Delivery> {
  if (smtp === null || plan.mail === undefined)
    return failed('the rules name no mail server', 'write `mail:` with `server` and `from` into the rules again', true)
  const { from } = plan.mail
  const { about } = post
  // No mail has this id: all mails of the incident answer to it, whoever got which of them.
  const incident = 'incident' in about ? mailId(`incident.${about.incident}`, from) : null
  return smtp.deliver({
    to: post.to,
    all: post.all,
    from: { name: plan.box.name, address: from },
    attached: attached === null ? [] : [attached],
    subject: written.subject,
    text: written.text,
    messageId: mailId(post.thread, from),
    ...(incident === null ? {} : { answers: incident }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Nightbell': about.event,
      ...('incident' in about ? { 'X-Nightbell-Incident': about.incident } : {}),
    },
  })
}

/** Of the domain that the box sends from. */
export function mailId(name: string, from: string): string {
  return `<${name.replaceAll(/[^A-Za-z0-9.-]/g, '.')}@${from.slice(from.lastIndexOf('@') + 1)}>`
}
