// Settings in, the text of every Asterisk file out. Called by `nightbell render`, by start-up and by the laboratory.
// It writes nothing; a value that can't stand in a file is an error that names it.
import { checkName, checkPath, checkPort, checkSecret, checkValue, fillTemplate, readTemplate } from './fill-template.ts'
import { hepKey } from './hep-key.ts'
import { renderDialplan, renderQueue } from './render-dialplan.ts'
import { renderOfficePhone } from './render-office-phone.ts'
import { renderTransports } from './render-transports.ts'
import { renderTrunk } from './render-trunks.ts'
import { runUserLine } from './run-user.ts'
import type { AsteriskPlaces, PbxSettings } from './settings.ts'

/** Files that are the same for every box. */
const fixedFiles = [
  'acl.conf',
  'ccss.conf',
  'cdr.conf',
  'cel.conf',
  'cel_custom.conf',
  'cli.conf',
  'cli_permissions.conf',
  'dnsmgr.conf',
  'features.conf',
  'indications.conf',
  'logger.conf',
  'manager.conf',
  'minivm.conf',
  'modules.conf',
  'pjproject.conf',
  'queuerules.conf',
  'stasis.conf',
  'udptl.conf',
  'websocket_client.conf',
] as const

/** File name beneath etc/ to its text. Throws an Error that names the value that can't be written. */
export function renderPbx(settings: PbxSettings, places: AsteriskPlaces): Readonly<Record<string, string>> {
  checkPath(settings.soundsDirectory, 'directory of sounds')
  checkPath(settings.spoolDirectory, 'spool directory')
  return {
    ...Object.fromEntries(fixedFiles.map(name => [name, readTemplate(name)])),
    'asterisk.conf': renderAsteriskConf(settings.directory, 'nightbell', places),
    'http.conf': fillTemplate(readTemplate('http.conf'), {
      httpAddress: checkValue(settings.http.address, 'HTTP address'),
      httpPort: checkPort(settings.http.port, 'HTTP port'),
    }),
    'ari.conf': fillTemplate(readTemplate('ari.conf'), {
      ariUser: checkName(settings.ari.user, 'ARI user'),
      ariPassword: checkSecret(settings.ari.password, 'ARI password'),
    }),
    'hep.conf': fillTemplate(readTemplate('hep.conf'), {
      httpAddress: settings.http.address,
      httpPort: settings.http.port,
      hepKey: hepKey(settings.ari.password),
    }),
    'rtp.conf': fillTemplate(readTemplate('rtp.conf'), {
      rtpFrom: checkPort(settings.rtp.from, 'first RTP port'),
      rtpTo: checkPort(settings.rtp.to, 'last RTP port'),
    }),
    'musiconhold.conf': fillTemplate(readTemplate('musiconhold.conf'), { musicDirectory: places.musicDirectory }),
    'pjsip.conf': fillTemplate(readTemplate('pjsip.conf'), {
      transports: renderTransports(settings),
      trunks: settings.trunks.map(trunk => renderTrunk(settings, trunk)).join('\n'),
      officePhones: settings.officePhones.map(phone => renderOfficePhone(settings, phone)).join('\n'),
    }),
    'queues.conf': fillTemplate(readTemplate('queues.conf'), { queues: settings.queues.map(renderQueue).join('\n') }),
    'extensions.conf': renderDialplan(settings),
  }
}

/** Also used for the laboratory's second Asterisk. */
export function renderAsteriskConf(directory: string, systemName: string, places: AsteriskPlaces): string {
  return fillTemplate(readTemplate('asterisk.conf'), {
    directory: checkPath(directory, 'directory'),
    systemName: checkName(systemName, 'system name'),
    modulesDirectory: places.modulesDirectory,
    dataDirectory: places.dataDirectory,
    runUser: runUserLine(),
  })
}
