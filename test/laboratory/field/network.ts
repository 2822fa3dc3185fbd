// A small internet in network namespaces: the world, a router that masquerades, and the network behind it in which the box stands. Nothing of
// it reaches the machine's own network. In the world a name server answers for the names that a test gives.
//
//   lan 192.168.77.10 (box)  ──  router 192.168.77.1 | 198.51.100.1  ──  world 198.51.100.10 … .21 (carriers, telephones)
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'

export const BOX = '192.168.77.10'
export const ROUTER = '198.51.100.1'
export const WORLD = {
  carrier: '198.51.100.10',
  moved: '198.51.100.11',
  other: '198.51.100.12',
  phone: '198.51.100.20',
  caller: '198.51.100.21',
  names: '198.51.100.53',
} as const

export type Place = 'lan' | 'world'

export interface Network {
  /** Puts a command into one of the networks. */
  within(place: Place, command: readonly string[]): readonly string[]
  run(place: Place, command: readonly string[]): ChildProcess
  /** The names that DNS knows from now on: addresses by host, targets with ports by service. */
  names(hosts: Readonly<Record<string, string>>, services?: Readonly<Record<string, string>>): Promise<void>
  close(): void
}

/** Ports that the router passes to the box, as an administrator would forward them. */
export interface Forwarded {
  readonly sip: readonly number[]
  readonly rtp: { readonly from: number; readonly to: number }
}

export function openNetwork(directory: string, forwarded: Forwarded): Network {
  mkdirSync(directory, { recursive: true })
  const name = (place: string): string => `nightbell-${process.pid}-${place}`
  const [world, router, lan] = [name('world'), name('router'), name('lan')]
  const children: ChildProcess[] = []
  sh(`
    for n in ${world} ${router} ${lan}; do
      ip netns add $n
      ip -n $n link set lo up
    done
    ip -n ${world} link add out type veth peer name out netns ${router}
    ip -n ${lan} link add in type veth peer name in netns ${router}
    ip -n ${router} addr add ${ROUTER}/24 dev out
    ip -n ${router} addr add 192.168.77.1/24 dev in
    ip -n ${lan} addr add ${BOX}/24 dev in
    ${Object.values(WORLD)
      .map(address => `ip -n ${world} addr add ${address}/24 dev out`)
      .join('\n')}
    ip -n ${world} link set out up; ip -n ${router} link set out up; ip -n ${router} link set in up; ip -n ${lan} link set in up
    ip -n ${lan} route add default via 192.168.77.1
    ip netns exec ${router} sysctl -qw net.ipv4.ip_forward=1
    ip netns exec ${router} nft -f - <<'NFT'
${rulesOf(forwarded)}
NFT
    mkdir -p /etc/netns/${lan} /etc/netns/${world}
    echo nameserver ${WORLD.names} | tee /etc/netns/${lan}/resolv.conf > /etc/netns/${world}/resolv.conf
  `)
  let server: ChildProcess | undefined

  function within(place: Place, command: readonly string[]): readonly string[] {
    return ['ip', 'netns', 'exec', place === 'lan' ? lan : world, ...command]
  }

  function run(place: Place, command: readonly string[]): ChildProcess {
    const [first = '', ...rest] = ['setpriv', '--pdeathsig', 'KILL', ...within(place, command)]
    const child = spawn(first, rest, { stdio: ['pipe', 'pipe', 'pipe'] })
    children.push(child)
    return child
  }

  return {
    within,
    run,
    async names(hosts, services = {}) {
      server?.kill('SIGKILL')
      const lines = [
        `listen-address=${WORLD.names}`,
        'bind-interfaces\nno-resolv\nno-hosts\nno-daemon\nlog-facility=-\ncache-size=0\nlocal-ttl=1\nlocal=/example/\nuser=root\npid-file',
        ...Object.entries(hosts).map(([host, address]) => `host-record=${host},${address}`),
        ...Object.entries(services).map(([service, target]) => `srv-host=${service},${target.replace(':', ',')}`),
      ]
      writeFileSync(`${directory}/dnsmasq.conf`, `${lines.join('\n')}\n`)
      server = run('world', ['dnsmasq', '--keep-in-foreground', `--conf-file=${directory}/dnsmasq.conf`])
      await said(server, /started/)
    },
    close() {
      for (const child of children) child.kill('SIGKILL')
      sh(`for n in ${world} ${router} ${lan}; do ip netns del $n; done; rm -rf /etc/netns/${lan} /etc/netns/${world}`)
      rmSync(`${directory}/dnsmasq.conf`, { force: true })
    },
  }
}

function rulesOf({ sip, rtp }: Forwarded): string {
  return `table ip nat {
  chain pre {
    type nat hook prerouting priority dstnat;
    iifname "out" udp dport { ${sip.join(', ')}, ${rtp.from}-${rtp.to} } dnat to ${BOX}
    iifname "out" tcp dport { ${sip.join(', ')} } dnat to ${BOX}
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "out" masquerade
  }
}`
}

function sh(script: string): void {
  execFileSync('bash', ['-euo', 'pipefail', '-c', script], { stdio: ['ignore', 'inherit', 'inherit'] })
}

/** Resolves when the program has written this; rejects with all that it wrote when it ends before. */
export function said(child: ChildProcess, text: RegExp, withinMs = 15_000): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = ''
    const timer = setTimeout(() => reject(new Error(`no ${text} in:\n${all}`)), withinMs)
    const hear = (chunk: Buffer): void => {
      all += chunk.toString()
      if (!text.test(all)) return
      clearTimeout(timer)
      resolve(all)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', code => {
      clearTimeout(timer)
      reject(new Error(`it ended with ${code}:\n${all}`))
    })
  })
}
