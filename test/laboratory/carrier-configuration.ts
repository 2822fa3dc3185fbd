// The files of the second Asterisk, which plays the carriers, the residents and all telephones. Pure. Called by
// carrier.ts. Its dialplan hands every call to the laboratory's controller and decides nothing itself.
import { readTemplate } from '../../src/pbx/fill-template.ts'
import { modulesOfNewerReleases, neededModules } from '../../src/pbx/needed-modules.ts'
import { renderAsteriskConf } from '../../src/pbx/render.ts'
import type { AsteriskPlaces } from '../../src/pbx/settings.ts'
import { addresses, type Ports } from './ports.ts'

export const carrierUser = 'lab'
export const carrierPassword = 'lab-on-loopback'

/** The sources from which the box can be called: each has an address, an endpoint and a transport of its name. */
export type Source = Exclude<keyof typeof addresses, 'box'>
export const sources = Object.keys(addresses).filter((name): name is Source => name !== 'box')

/** Sources whose digits travel in the audio instead of RFC 4733 packets. */
export type DigitsInBand = readonly Source[]

const shared = [
  'acl.conf',
  'ccss.conf',
  'cdr.conf',
  'cli.conf',
  'cli_permissions.conf',
  'features.conf',
  'indications.conf',
  'logger.conf',
  'manager.conf',
  'minivm.conf',
  'pjproject.conf',
  'queuerules.conf',
  'udptl.conf',
  'websocket_client.conf',
]

/** Of the box's modules those for what the carrier's own dialplan does not do. */
const onlyTheBox =
  /^app_(celgen|dial|exec|minivm|playback|queue|read|record|stack|system)|^bridge_softmix|^cel_|^func_(dialplan|global|groupcount|lock|logic|pjsip|timeout)|_mwi|^res_(cdrel|musiconhold)/

/** What only telephones do: they send REFER, and listen to what they hear. */
const onlyTheCarrier = ['app_transfer', 'func_talkdetect', 'res_tonedetect']

const modules = [
  ...[...Object.keys(neededModules), ...modulesOfNewerReleases].filter(name => !onlyTheBox.test(name)),
  ...onlyTheCarrier,
]

export function carrierFiles(
  directory: string,
  ports: Ports,
  places: AsteriskPlaces,
  inBand: DigitsInBand,
): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(shared.map(name => [name, readTemplate(name)])),
    'modules.conf': `[modules]\nautoload=no\n${modules.map(name => `load=${name}.so\n`).join('')}`,
    'asterisk.conf': renderAsteriskConf(directory, 'laboratory', places),
    'http.conf': `[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport=${ports.carrierHttp}\nsessionlimit=2000\n`,
    'ari.conf': `[general]\nenabled=yes\nwebsocket_write_timeout=5000\n\n[${carrierUser}]\ntype=user\npassword=${carrierPassword}\n`,
    'rtp.conf': `[general]\nrtpstart=${ports.carrierRtp.from}\nrtpend=${ports.carrierRtp.to}\nstrictrtp=yes\n`,
    'musiconhold.conf': `[default]\nmode=files\ndirectory=${places.musicDirectory}\n`,
    // Telephones hear of every variable: how a REFER went is one.
    'stasis.conf': readTemplate('stasis.conf').split('[declined_message_types]')[0] ?? '',
    'cel.conf': '[general]\nenable=no\n',
    'queues.conf': '[general]\n',
    'pjsip.conf': pjsip(ports, inBand),
    'extensions.conf': dialplan,
  }
}

function pjsip(ports: Ports, inBand: DigitsInBand): string {
  const transports = sources.map(name => `[${name}]\ntype=transport\nprotocol=udp\nbind=${addresses[name]}:${ports.carrierSip}\n`)
  const endpoints = sources.map(name =>
    [
      endpoint(name, addresses[name], inBand.includes(name)),
      `transport=${name}\naors=${name}\n`,
      `[${name}]\ntype=aor\ncontact=sip:${addresses.box}:${ports.boxSip}\n`,
    ].join('\n'),
  )
  // Calls from the box come in over whichever address it dialled: CHANNEL(pjsip,local_addr) tells which.
  const box = `${endpoint('box', addresses['carrier-a'], inBand.includes('carrier-a'))}\n[box]\ntype=identify\nendpoint=box\nmatch=${addresses.box}\n`
  return ['[global]\ntype=global\nuser_agent=Laboratory\nendpoint_identifier_order=ip\n', ...transports, ...endpoints, box].join(
    '\n',
  )
}

function endpoint(name: string, address: string, inBand: boolean): string {
  return [
    `[${name}]`,
    'type=endpoint',
    'context=from-box',
    'message_context=texts',
    'disallow=all',
    'allow=ulaw',
    `dtmf_mode=${inBand ? 'inband' : 'rfc4733'}`,
    'direct_media=no',
    `media_address=${address}`,
    'bind_rtp_to_media_address=yes',
    'rtp_symmetric=yes',
    'trust_id_outbound=yes',
    'trust_id_inbound=yes',
    'send_pai=no',
    '100rel=no',
    '',
  ].join('\n')
}

// TALK_DETECT tells the controller when a telephone starts to hear something: 300 ms of quiet end it.
const dialplan = `[from-box]
exten => _[0-9+a-zA-Z].,1,Set(TALK_DETECT(set)=300,256)
 same => n,Stasis(lab,phone,\${EXTEN},\${CHANNEL(pjsip,local_addr)},\${URIENCODE(\${CALLERID(num)})},\${URIENCODE(\${CALLERID(name)})})
 same => n,Hangup(34)

; A text message that the box sends.
[texts]
exten => _.,1,Stasis(lab,text,\${EXTEN},\${URIENCODE(\${MESSAGE(from)})},\${URIENCODE(\${MESSAGE(body)})})
 same => n,Hangup()

; A telephone that transfers its call away: sends REFER, then hangs up.
[refer]
exten => s,1,Transfer(\${REFER_TO})
 same => n,Set(REFER_RESULT=\${TRANSFERSTATUS}-\${TRANSFERSTATUSPROTOCOL})
 same => n,Stasis(lab,again)
 same => n,Hangup()
`
