// What the box's Asterisk loads: a short list, the same one that start.ts checks, and nothing on it that could be turned against the box.
import { expect, test } from 'vitest'
import { readTemplate } from '../../src/pbx/fill-template.ts'
import {
  missingModules,
  modulesOfCodecs,
  modulesOfNewerReleases,
  modulesOfTraces,
  neededModules,
} from '../../src/pbx/needed-modules.ts'

const lines = readTemplate('modules.conf')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith(';'))
const loaded = lines.flatMap(line => /^load=(\w+)\.so$/.exec(line)?.[1] ?? [])

test('only what is named is loaded', () => {
  expect(lines.slice(0, 2)).toEqual(['[modules]', 'autoload=no'])
  expect(lines).toHaveLength(loaded.length + 2)
})

test('what is loaded is what is needed', () => {
  expect([...loaded].sort()).toEqual(
    [...Object.keys(neededModules), ...modulesOfNewerReleases, ...modulesOfTraces, ...modulesOfCodecs].sort(),
  )
  expect(new Set(loaded).size).toBe(loaded.length)
})

test('nothing that runs programs, reads files, fetches URLs, takes calls over, or opens another door', () => {
  const dangerous = [
    // Programs.
    /^func_shell$|^res_agi$|^app_externalivr$|^app_(festival|mp3|mixmonitor|dictate)$|^pbx_lua$/,
    // Files, and what they make Asterisk do.
    /^func_(env|config|sysinfo|db|realtime|odbc)$|^pbx_(spool|realtime|ael|dundi|loopback)$|^app_db$|^res_(phoneprov|realtime)$/,
    // URLs and other servers.
    /curl|^res_config_|odbc|pgsql|_tds|radius|ldap|statsd|prometheus|snmp|xmpp|^res_http_(post|media_cache)$|geolocation|stir_shaken/,
    // Calls taken over, listened to, or placed by somebody else.
    /transfer|pickup|parking|_features$|chanspy|originate|^app_(disa|followme|page|bridgeaddchan|softhangup|channelredirect)$/,
    // Other ways in.
    /anonymous|manager|^chan_(iax2|unistim|motif|websocket|audiosocket|rtp|console)$|clialiases|forkcdr|^res_pjsip_(notify|publish|outbound_publish)/,
  ]
  expect(loaded.filter(name => dangerous.some(pattern => pattern.test(name)))).toEqual([])
})

test('a module that does not run is named with what it is for', () => {
  const running = Object.keys(neededModules)
    .filter(name => name !== 'app_queue')
    .map(name => `${name}.so   something   0   Running   core`)
  expect(missingModules([...running, 'app_queue.so   queue   0   Not Running   core'].join('\n'))).toEqual([
    "Asterisk's module app_queue.so doesn't run; it is needed for the office queue (needs queues.conf)",
  ])
})
