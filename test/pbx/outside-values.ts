// Finds values of strangers in Asterisk's rendered files: where one stands raw in an argument, Asterisk takes it apart.

/** Functions and variables that hold what came over the network. */
const OUTSIDE =
  /\b(CALLERID|CONNECTEDLINE|REDIRECTING|DIALEDPEERNAME|CALLERPRES|CDR|SIPPEER|SIP_HEADER|PJSIP_\w+|FAXOPT|ENUM\w*|DUNDI\w*|HASH|JSON_DECODE)\s*\(|\b(EXTEN|INVALID_EXTEN|SIPDOMAIN|SIPCALLID|DNID|RDNIS|ANI2?|CALLINGPRES|CALLERIDNUM|CALLERIDNAME|DIALEDPEERNUMBER|QUEUE_\w+|MESSAGE\w*|NIGHTBELL_RAW)\b/
/** `CHANNEL(…)` of these is the box's own doing. */
const OWN_CHANNEL = /CHANNEL\((name|state|endpoint|uniqueid|linkedid|channame|context|appname)\)/g
/** Names that Asterisk itself gives to the addresses of a trunk. */
const OWN_CONTACTS = 'PJSIP_AOR(trunk-$' + '{NIGHTBELL_TRUNK},contact)'
/** Written, not read: this holds whatever the caller sent. */
const WITHHELD = 'Set(CALLERID(pres)=prohib)'
/** A raw value is assigned whole, and by nothing that takes arguments apart. */
const WHOLE =
  /^Set\(NIGHTBELL_RAW=((\$\{(EXTEN|CALLERID\([a-z-]+\)|REDIRECTING\(from-num\)|PJSIP_CONTACT\(\$\{CONTACT\},uri\)|PJSIP_HEADER\(read,([A-Za-z-]+|\$\{ARG1\})(,(\d|\$\{NTH\}))?\)|CHANNEL\(pjsip,request_uri\)):(0:|-)\d+\} ?)+|s|)\)$/
/** With § for the dollar. */
const REDUCING = [
  'Set(NIGHTBELL_RAW=§{REPLACE(NIGHTBELL_RAW,\\\\x28,\\x01)})',
  'Set(NIGHTBELL_§{ARG1}=§{URIENCODE(§{REPLACE(NIGHTBELL_RAW,\\\\x29,\\x02)})})',
  'Set(NIGHTBELL_RAW=)',
]

/** Each place, as `file:line: text`. */
export function rawOutsideValues(files: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(files).flatMap(([file, text]) => {
    let section = ''
    return text.split('\n').flatMap((line, nth) => {
      section = /^\[([^\]]+)\]/.exec(line)?.[1] ?? section
      const bare = line.replace(/^\s*;.*/, '').replace(/ ;.*/, '')
      return isRaw(bare, section) ? [`${file}:${nth + 1}: ${line}`] : []
    })
  })
}

function isRaw(line: string, section: string): boolean {
  const step = /^\s*(?:exten|same)\s*=>\s*(.*)$/.exec(line)?.[1]
  const application = step?.replace(/^[^(]*?,(?=[A-Z])|^n(\([\w-]+\))?,|^[^,]+,1,/, '')
  if (application !== undefined && WHOLE.test(application)) return false
  if (section === 'nightbell-reduce' && application !== undefined && REDUCING.includes(application.replaceAll('$', '§')))
    return false
  const others = line.replaceAll(OWN_CHANNEL, '').replaceAll(WITHHELD, '').replaceAll(OWN_CONTACTS, '')
  return OUTSIDE.test(others) || /\bCHANNEL\s*\(/.test(others)
}
