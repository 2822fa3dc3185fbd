// What the dialplan says of its own accord when the application is away, by the file name that extensions.conf plays.
// English and plain: nobody can choose a language then. Rendered by voice.ts, which fills in the emergency number.

export const FAILSAFE_PROMPTS: Readonly<Record<string, string>> = {
  'failsafe-disturbed':
    'Our answering service is disturbed. If anyone is in danger, hang up now and dial {emergency}. Please stay on the line, we are ringing a person directly.',
  'failsafe-press-1': 'Urgent call from a resident. The answering service is disturbed. Press 1 to talk to the caller now.',
  'failsafe-next': 'Nobody has answered yet. Please stay on the line, we go on ringing.',
  'failsafe-leave-message':
    'Nobody could be reached. Please say your name, your number, your unit and the problem after the tone. Press pound when you are done.',
  'failsafe-ring-again': 'The answering service is disturbed for a moment. We will ring you again. Goodbye.',
  'failsafe-no-desk':
    'The answering service is disturbed, and the phone desk is closed. Please try again in some minutes. Goodbye.',
  'failsafe-goodbye': 'Thank you. Your message is kept, and will be handled as soon as the service is back. Goodbye.',
}
