// The Asterisk modules that Nightbell stands on: all that asterisk/modules.conf loads, and what each is for. The check at start that each
// of them runs is called by start.ts.

/** Module to the thing that would not work without it. */
export const neededModules: Readonly<Record<string, string>> = {
  // The dialplan.
  pbx_config: 'the dialplan (extensions.conf)',
  app_celgenuserevent: 'the notes of the failsafe',
  app_dial: 'calls of the failsafe',
  app_exec: 'the dialplan (ExecIf)',
  app_minivm: 'message lamps on office telephones (needs minivm.conf)',
  app_playback: 'prompts of the failsafe',
  app_queue: 'the office queue (needs queues.conf)',
  app_read: '"press 1" in the failsafe',
  app_record: 'messages in the failsafe',
  app_stack: 'the dialplan',
  app_stasis: 'handing calls to Nightbell',
  app_verbose: 'the dialplan (Log)',
  func_callerid: 'caller IDs',
  func_channel: 'the dialplan',
  func_dialplan: 'the telephones that the failsafe rings',
  func_global: 'the dialplan',
  func_groupcount: 'caps of trunks and properties',
  func_lock: 'caps of trunks and properties',
  func_logic: 'the dialplan',
  func_pjsip_aor: 'emergency calls over a trunk that seems down',
  func_pjsip_contact: 'emergency calls over a trunk that seems down',
  func_strings: 'the dialplan',
  func_talkdetect: 'hearing who speaks at a telephone that was answered',
  func_timeout: "the dead-man's switch",
  func_uri: 'passing caller IDs safely',
  // SIP.
  chan_pjsip: 'SIP',
  res_pjproject: 'SIP',
  res_pjsip: 'SIP (needs pjsip.conf)',
  res_pjsip_acl: 'refusing strangers by address',
  res_pjsip_authenticator_digest: 'passwords of office telephones',
  res_pjsip_caller_id: 'caller IDs',
  res_pjsip_diversion: 'forwarded calls',
  res_pjsip_dlg_options: 'trunks that ask during a call whether we are there',
  res_pjsip_dtmf_info: 'digits that come as INFO',
  res_pjsip_empty_info: 'trunks that ask during a call whether we are there',
  res_pjsip_endpoint_identifier_ip: 'recognising trunks by address',
  res_pjsip_endpoint_identifier_user: 'recognising office telephones by name',
  res_pjsip_header_funcs: 'forwarded calls (Diversion, History-Info)',
  res_pjsip_logger: '"pjsip set logger on", when an administrator looks for a fault',
  res_pjsip_messaging: 'text messages',
  res_pjsip_mwi: 'message lamps on office telephones',
  res_pjsip_mwi_body_generator: 'message lamps on office telephones',
  res_pjsip_nat: 'office telephones behind a router',
  res_pjsip_outbound_authenticator_digest: 'trunks that ask for a password',
  res_pjsip_outbound_registration: 'trunks that register',
  res_pjsip_pubsub: 'message lamps on office telephones',
  res_pjsip_refer: 'declining transfers at once',
  res_pjsip_registrar: 'office telephones that register',
  res_pjsip_rfc3326: 'causes of calls that ended',
  res_pjsip_sdp_rtp: 'audio',
  res_pjsip_session: 'SIP',
  res_sorcery_astdb: 'office telephones that register',
  res_sorcery_config: 'SIP',
  res_sorcery_memory: 'SIP',
  // Audio.
  res_rtp_asterisk: 'audio',
  res_srtp: 'encrypted audio (`media: srtp`)',
  codec_a_mu: 'audio',
  codec_alaw: 'audio',
  codec_g722: 'trunks with `codecs: [g722]`',
  codec_gsm: 'trunks with `codecs: [gsm]`',
  codec_resample: 'audio',
  codec_ulaw: 'audio',
  format_pcm: 'audio files',
  format_wav: 'recordings and prompts',
  bridge_holding: 'callers on hold',
  bridge_simple: 'two people talking',
  bridge_softmix: 'two people talking while digits are watched',
  chan_bridge_media: 'recordings of talks',
  res_musiconhold: 'music on hold (needs musiconhold.conf)',
  res_timing_timerfd: 'music on hold and talks',
  // The control connection and the witness.
  cel_custom: 'the witness of calls while Nightbell is away (needs cel_custom.conf)',
  res_ari: 'the control connection (needs ari.conf and http.conf)',
  res_ari_applications: 'the control connection',
  res_ari_asterisk: 'the control connection',
  res_ari_bridges: 'the control connection',
  res_ari_channels: 'the control connection',
  res_ari_endpoints: 'the control connection',
  res_ari_events: 'the control connection',
  res_ari_model: 'the control connection',
  res_ari_playbacks: 'the control connection',
  res_ari_recordings: 'the control connection',
  res_limit: 'files that do not grow for ever (needs cli.conf)',
  res_http_websocket: 'the control connection',
  res_stasis: 'the control connection',
  res_stasis_answer: 'the control connection',
  res_stasis_playback: 'prompts',
  res_stasis_recording: 'statements and messages',
  res_stasis_snoop: 'the control connection (res_ari_channels does not load without it)',
}

/** Loaded too, where the release has them: Asterisk 22.8 took them out of cel_custom and res_ari, which do not run without them. */
export const modulesOfNewerReleases: readonly string[] = ['res_cdrel_custom', 'res_websocket_client']

/** Loaded too, where it is installed: `codecs: [opus]` needs it. */
export const modulesOfCodecs: readonly string[] = ['codec_opus_open_source']

/** Loaded too, for traces of SIP (needs hep.conf): a call needs none of them. */
export const modulesOfTraces: readonly string[] = ['res_hep', 'res_hep_pjsip']

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
