// Renders the SIP transports in pjsip.conf: UDP always, TCP and TLS if a trunk needs them. Also the
// address that replaces the box's own in messages when the box is behind a router (RFC 3581 is for
// the other side). Pure. Called by render.ts.
import { checkPath, checkPort, checkValue } from './fill-template.ts'
import type { PbxSettings } from './settings.ts'

/** Debian's file of trusted authorities. */
export const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt'

export function renderTransports(settings: PbxSettings): string {
  const { address, port } = settings.sip
  const bind = checkValue(address, 'SIP address')
  const used = new Set(settings.trunks.map(({ transport = 'udp' }) => transport))
  const sections = [section('udp', `${bind}:${checkPort(port, 'SIP port')}`, settings)]
  if (used.has('tcp')) sections.push(section('tcp', `${bind}:${port}`, settings))
  if (used.has('tls')) {
    const own = checkPort(settings.tls?.port ?? port + 1, 'port of TLS')
    if (own === port && used.has('tcp'))
      throw new Error(`TCP and TLS cannot share port ${port}: write another \`port\` under \`tls\` of the box`)
    sections.push([...section('tls', `${bind}:${own}`, settings), ...certificates(settings)])
  }
  return sections.map(lines => lines.join('\n')).join('\n\n')
}

function section(protocol: 'udp' | 'tcp' | 'tls', bind: string, settings: PbxSettings): string[] {
  return [`[${protocol}]`, 'type=transport', `protocol=${protocol}`, `bind=${bind}`, ...behindRouter(settings)]
}

/** The box's own address counts as local: it is the one that the router's address replaces. */
function behindRouter(settings: PbxSettings): string[] {
  if (settings.public === undefined) return []
  const address = checkValue(settings.public, 'public address')
  const { address: own } = settings.sip
  const local = [...(settings.local ?? []), ...(isEvery(own) ? [] : [`${own}/32`])]
  return [
    `external_media_address=${address}`,
    `external_signaling_address=${address}`,
    ...local.map(network => `local_net=${checkValue(network, 'local network')}`),
  ]
}

function certificates({ tls = {} }: PbxSettings): string[] {
  return [
    ...(tls.certificateFile === undefined ? [] : [`cert_file=${checkPath(tls.certificateFile, 'certificate')}`]),
    ...(tls.keyFile === undefined ? [] : [`priv_key_file=${checkPath(tls.keyFile, 'key')}`]),
    `ca_list_file=${checkPath(tls.authoritiesFile ?? AUTHORITIES, 'authorities')}`,
    // The default of this Asterisk is 1.0, which nobody accepts any more.
    'method=tlsv1_2',
    'verify_server=yes',
    'verify_client=no',
  ]
}

export function isEvery(address: string): boolean {
  return address === '0.0.0.0'
}

/**
 * The endpoint's audio address. If Asterisk listens on every address, it uses the one towards the
 * other side.
 */
export function mediaAddress({ sip }: PbxSettings): string {
  return isEvery(sip.address) ? '' : `media_address=${checkValue(sip.address, 'SIP address')}\nbind_rtp_to_media_address=yes`
}
