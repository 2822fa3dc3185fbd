// The part of pjsip.conf that says where SIP listens: UDP always, TCP and TLS where a trunk needs them, and what stands in
// messages in place of the box's own address when a router stands before it (RFC 3581 is for the other side). Pure.
// Called by render.ts.
import { checkPath, checkPort, checkValue } from './fill-template.ts'
import type { PbxSettings } from './settings.ts'

/** Where Debian keeps the authorities that it believes. */
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

/** The box's own address counts as local: it is what the router's takes the place of. */
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
    // The default of this Asterisk is 1.0, which nobody takes any more.
    'method=tlsv1_2',
    'verify_server=yes',
    'verify_client=no',
  ]
}

export function isEvery(address: string): boolean {
  return address === '0.0.0.0'
}

/** What an endpoint says of the address for its audio: with every address of the machine, that towards the other side is taken. */
export function mediaAddress({ sip }: PbxSettings): string {
  return isEvery(sip.address) ? '' : `media_address=${checkValue(sip.address, 'SIP address')}\nbind_rtp_to_media_address=yes`
}
