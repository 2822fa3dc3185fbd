// What the numbers of a telephone network mean, in words: SIP's status (RFC 3261 and those that
// came later) and the cause of Q.850 (ITU-T). Only those that carriers send for a call that is not
// taken; another number stands alone. Used by story.ts.

const SIP: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'unauthorized',
  402: 'payment required',
  403: 'forbidden',
  404: 'not found',
  405: 'not allowed',
  407: 'proxy wants a password',
  408: 'timed out',
  410: 'gone',
  415: 'unsupported media',
  420: 'bad extension',
  423: 'interval too brief',
  480: 'temporarily unavailable',
  481: 'no such call',
  482: 'loop',
  483: 'too many hops',
  484: 'number incomplete',
  485: 'ambiguous',
  486: 'busy here',
  487: 'cancelled',
  488: 'not acceptable here',
  500: 'server error',
  501: 'not implemented',
  502: 'bad gateway',
  503: 'service unavailable',
  504: 'gateway timed out',
  600: 'busy everywhere',
  603: 'declined',
  604: 'does not exist anywhere',
  606: 'not acceptable',
  607: 'unwanted',
  608: 'rejected',
}

const Q850: Readonly<Record<number, string>> = {
  1: 'number not assigned',
  2: 'no route to the network',
  3: 'no route to the destination',
  16: 'normal clearing',
  17: 'user busy',
  18: 'no user responding',
  19: 'no answer',
  20: 'subscriber absent',
  21: 'call rejected',
  22: 'number changed',
  26: 'cleared elsewhere',
  27: 'destination out of order',
  28: 'invalid number format',
  29: 'facility rejected',
  31: 'normal, unspecified',
  34: 'no circuit available',
  38: 'network out of order',
  41: 'temporary failure',
  42: 'switching congestion',
  44: 'circuit not available',
  47: 'resource unavailable',
  50: 'facility not subscribed',
  55: 'incoming calls barred',
  57: 'bearer not authorized',
  58: 'bearer not available',
  63: 'service not available',
  65: 'bearer not implemented',
  66: 'channel type not implemented',
  79: 'service not implemented',
  88: 'incompatible destination',
  102: 'timer expired',
  111: 'protocol error',
  127: 'interworking',
}

/** `SIP 486 (busy here)`. */
export function sipText(status: number): string {
  return worded(`SIP ${status}`, SIP[status])
}

/** `cause 17 (user busy)`. */
export function causeText(cause: number): string {
  return worded(`cause ${cause}`, Q850[cause])
}

function worded(code: string, words: string | undefined): string {
  return words === undefined ? code : `${code} (${words})`
}
