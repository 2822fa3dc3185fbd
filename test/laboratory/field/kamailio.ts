// A carrier that is not Asterisk: Kamailio with one account, over UDP, TCP and TLS, at three addresses. It asks for a password, keeps
// registrations, brings calls of the telephone that calls to the account, and all others to the telephone that is called. At its third
// address (WORLD.other) it asks for nothing and answers no OPTIONS. Changed by starting another one.
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { type Network, said, WORLD } from './network.ts'

export const CARRIER_PORT = 5066

export interface CarrierSettings {
  /** Everybody who registers hears this instead. */
  readonly refuse?: { readonly code: number; readonly reason: string }
  /** PEM files; without them it speaks no TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** The request URI of a call names the account: the number called is in To. */
  readonly accountInUri?: true
  /** Calls to the box come from this address, without a registration. */
  readonly from?: string
}

export interface Kamailio {
  /** One line a request: `METHOD From-URI -> request URI via transport`. */
  log(): string
  stop(): Promise<void>
}

export async function startKamailio(network: Network, directory: string, settings: CarrierSettings = {}): Promise<Kamailio> {
  mkdirSync(directory, { recursive: true })
  writeFileSync(`${directory}/kamailio.cfg`, configuration(directory, settings))
  const command = ['kamailio', '-DD', '-E', '-m', '32', '-M', '4', '-f', `${directory}/kamailio.cfg`, '-Y', directory]
  const child = network.run('world', command)
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      log += chunk.toString().replaceAll(/^.*ready for calls\n/gm, '')
    })
  await said(child, /ready for calls/)
  return { log: () => log, stop: () => ended(child) }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** Debian keeps them by architecture. */
function modules(): string {
  const found = readdirSync('/usr/lib')
    .map(name => `/usr/lib/${name}/kamailio/modules/`)
    .find(existsSync)
  if (found === undefined) throw new Error('kamailio is not installed: scripts/test installs it')
  return found
}

const ACCOUNT = { user: 'box', password: 'secret', realm: 'carrier.example' }

function configuration(directory: string, { refuse, tls, accountInUri, from }: CarrierSettings): string {
  const { user, password, realm } = ACCOUNT
  const listen = [WORLD.carrier, WORLD.moved, WORLD.other].flatMap(address =>
    ['udp', 'tcp'].map(protocol => `listen=${protocol}:${address}:${CARRIER_PORT}`),
  )
  if (tls !== undefined) writeFileSync(`${directory}/tls.cfg`, tlsFile(tls))
  const asks = (header: 'www' | 'proxy'): string =>
    `if (!pv_${header}_authenticate("${realm}", "${password}", "0") || $au != "${user}") { ${header}_challenge("${realm}", "1"); exit; }`
  return `
debug=2
log_stderror=yes
fork=yes
children=1
tcp_children=1
auto_aliases=no
mpath="${modules()}"
${listen.join('\n')}
${tls === undefined ? '' : `enable_tls=yes\nlisten=tls:${WORLD.carrier}:5061\nloadmodule "tls.so"\nmodparam("tls", "config", "${directory}/tls.cfg")`}
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "xlog.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
loadmodule "rtimer.so"
modparam("rtimer", "timer", "name=ready;interval=1;mode=1;")
modparam("rtimer", "exec", "timer=ready;route=READY")
modparam("registrar", "min_expires", 5)

route[READY] { xlog("L_NOTICE", "ready for calls\\n"); }

request_route {
  xlog("L_NOTICE", "$rm $fu -> $ru via $proto\\n");
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("OPTIONS") && !has_totag()) { if ($Ri != "${WORLD.other}") sl_send_reply("200", "OK"); exit; }
  if (has_totag()) { loose_route(); t_relay(); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (is_method("REGISTER")) {
    ${refuse === undefined ? '' : `sl_send_reply("${refuse.code}", "${refuse.reason}"); exit;`}
    ${asks('www')}
    save("location");
    exit;
  }
  if (is_method("INVITE")) {
    record_route();
    if ($si == "${WORLD.caller}") {
      ${from === undefined ? '' : `$fs = "udp:${from}:${CARRIER_PORT}"; $rd = "198.51.100.1"; $rp = "5060"; t_relay(); exit;`}
      $rU = "${user}";
      if (!lookup("location")) { sl_send_reply("404", "Not Registered"); exit; }
      ${accountInUri ? '' : '$rU = $tU;'}
      t_relay();
      exit;
    }
    if ($Ri != "${WORLD.other}") { ${asks('proxy')} }
    consume_credentials();
    # Whoever takes emergency calls has that telephone, too.
    if ($rU == "911") $rU = "+15125550151";
    $ru = "sip:" + $rU + "@${WORLD.phone}:5060";
    t_relay();
    exit;
  }
  sl_send_reply("405", "Method Not Allowed");
}
`
}

function tlsFile({ certificate, key }: NonNullable<CarrierSettings['tls']>): string {
  const own = `method = TLSv1.2+\ncertificate = ${certificate}\nprivate_key = ${key}\nverify_certificate = no`
  return `[server:default]\n${own}\n[client:default]\nmethod = TLSv1.2+\nverify_certificate = no\n`
}
