// What `nightbell render --diff` finds between rendered and installed files, and what Asterisk would have to do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { compareInstalled } from '../../src/pbx/compare.ts'
import { writePbx } from '../../src/pbx/write.ts'

test('only what would change is told, passwords masked, and what Asterisk would reload', () => {
  const directory = mkdtempSync(`${tmpdir()}/nightbell-compare-`)
  try {
    const files = { 'acl.conf': 'same\n', 'pjsip.conf': '[a]\npassword=old\n', 'extensions.conf': 'x\n' }
    expect(compareInstalled(directory, files).files.map(({ state }) => state)).toEqual(['new', 'new', 'new'])
    writePbx(directory, files)
    expect(compareInstalled(directory, files)).toEqual({ files: [], reload: { modules: [], restart: [] } })
    writeFileSync(`${directory}/etc/of-somebody-else.conf`, 'not ours')
    const { files: changed, reload } = compareInstalled(directory, {
      ...files,
      'extensions.conf': 'y\n',
      'pjsip.conf': '[a]\npassword=new\n',
      'ari.conf': 'z\n',
    })
    expect(changed.map(({ file, state, added, removed }) => [file, state, added, removed])).toEqual([
      ['pjsip.conf', 'changed', 1, 1],
      ['extensions.conf', 'changed', 1, 1],
      ['ari.conf', 'new', 1, 0],
    ])
    expect(changed[0]?.diff).toBe(
      `--- ${directory}/etc/pjsip.conf\n+++ ${directory}/etc/pjsip.conf\n@@ -1,2 +1,2 @@\n [a]\n-password=***\n+password=***\n`,
    )
    expect(reload).toEqual({ modules: ['res_pjsip.so', 'pbx_config.so'], restart: ['ari.conf'] })
  } finally {
    rmSync(directory, { recursive: true })
  }
})
