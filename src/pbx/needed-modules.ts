// The Asterisk modules that Nightbell stands on, and the check at start that each of them runs. Called by start.ts.

/** Module to the thing that would not work without it. */
const neededModules: Readonly<Record<string, string>> = {
  app_celgenuserevent: 'the notes of the failsafe',
  app_confbridge: 'conferences',
  app_dial: 'calls of the failsafe',
  app_playback: 'prompts of the failsafe',
  app_minivm: 'message lamps on office telephones (needs minivm.conf)',
  app_queue: 'the office queue (needs queues.conf)',
  app_read: '"press 1" in the failsafe',
  app_record: 'messages in the failsafe',
  app_stack: 'the dialplan',
  app_stasis: 'handing calls to Nightbell',
  bridge_holding: 'callers on hold',
  bridge_simple: 'two people talking',
  bridge_softmix: 'two people talking while digits are watched',
  cel_custom: 'the witness of calls while Nightbell is away (needs cel_custom.conf)',
  chan_pjsip: 'SIP',
  codec_ulaw: 'audio',
  codec_alaw: 'audio',
  format_pcm: 'audio files',
  format_wav: 'recordings and prompts',
  func_callerid: 'caller IDs',
  func_channel: 'the dialplan',
  func_dialplan: 'the telephones that the failsafe rings',
  func_groupcount: 'caps of trunks and properties',
  func_lock: 'caps of trunks and properties',
  func_global: 'the dialplan',
  func_logic: 'the dialplan',
  func_strings: 'the dialplan',
  func_timeout: "the dead-man's switch",
  func_uri: 'passing caller IDs safely',
  pbx_config: 'the dialplan (extensions.conf)',
  res_ari: 'the control connection (needs ari.conf and http.conf)',
  res_ari_applications: 'the control connection',
  res_ari_asterisk: 'the control connection',
  res_ari_bridges: 'the control connection',
  res_ari_channels: 'the control connection',
  res_ari_events: 'the control connection',
  res_ari_playbacks: 'the control connection',
  res_ari_recordings: 'the control connection',
  res_http_websocket: 'the control connection',
  res_musiconhold: 'music on hold (needs musiconhold.conf)',
  res_pjsip: 'SIP (needs pjsip.conf)',
  res_pjsip_caller_id: 'caller IDs',
  res_pjsip_diversion: 'forwarded calls',
  res_pjsip_endpoint_identifier_ip: 'recognising trunks by address',
  res_pjsip_header_funcs: 'forwarded calls (Diversion, History-Info)',
  res_pjsip_outbound_registration: 'trunks that register',
  res_pjsip_registrar: 'office telephones that register',
  res_pjsip_session: 'SIP',
  res_rtp_asterisk: 'audio',
  res_stasis: 'the control connection',
  res_stasis_answer: 'the control connection',
  res_stasis_playback: 'prompts',
  res_stasis_recording: 'statements and messages',
  res_timing_timerfd: 'music on hold and conferences',
}

/** Names of the running modules in the output of `module show`. */
function runningModules(moduleShow: string): ReadonlySet<string> {
  const names = moduleShow
    .split('\n')
    .filter(line => /\sRunning\s/.test(line) && !line.includes('Not Running'))
    .map(line => line.slice(0, line.indexOf('.so')))
  return new Set(names)
}

/** One sentence for each module that is needed and doesn't run. */
export function missingModules(moduleShow: string): readonly string[] {
  const running = runningModules(moduleShow)
  return Object.entries(neededModules)
    .filter(([name]) => !running.has(name))
    .map(([name, purpose]) => `Asterisk's module ${name}.so doesn't run; it is needed for ${purpose}`)
}

export const whatToInstall =
  'On Debian: apt-get install asterisk asterisk-core-sounds-en-wav asterisk-moh-opsound-wav. Built from source: make menuselect. ' +
  'A module that is installed but declined to start says why in log/messages.log.'
