// No file that is rendered for Asterisk holds a raw value of a stranger outside the function that reduces it, runs a program, reads
// a file or fetches a URL.
import { describe, expect, test } from 'vitest'
import { renderPbx } from '../../src/pbx/render.ts'
import { fullSettings, PLACES } from './full-settings.ts'
import { rawOutsideValues } from './outside-values.ts'

const files = renderPbx(fullSettings, PLACES)
const all = Object.values(files).join('\n')

test('everything that is rendered', () => {
  expect(rawOutsideValues(files)).toEqual([])
})

test('the dialplan is among it, and reduces', () => {
  expect(files['extensions.conf']).toContain('Gosub(nightbell-reduce,s,1(CALLER_NAME))')
})

/** Dialplan expressions are written with § for their dollar, and are no templates of ours. */
describe('what it refuses', () => {
  test.each([
    ' same => n,ExecIf(§["§{CALLERID(num):0:1}"!="+"]?Set(CALLERID(num)=+1§{CALLERID(num):2}))',
    ' same => n,Stasis(nightbell,arrive,§{URIENCODE(§{CALLERID(name)})})',
    ' same => n,Set(NIGHTBELL_CALLER_NAME=§{URIENCODE(§{CALLERID(name):0:200})})',
    ' same => n,Set(NIGHTBELL_LINE=§{FILTER(0-9,§{EXTEN})})',
    'exten => _X.,1,Set(NIGHTBELL_LINE=§{EXTEN})',
    'exten => _X.,1,Dial(PJSIP/§{EXTEN}@trunk-a)',
    ' same => n,Gosub(nightbell-reduce,s,1(§{CALLERID(num)}))',
    ' same => n,Log(NOTICE,§{PJSIP_HEADER(read,Diversion)})',
    ' same => n,GotoIf(§["§{NIGHTBELL_RAW}"=""]?none)',
    ' same => n,Set(NIGHTBELL_RAW=§{URIENCODE(§{NIGHTBELL_RAW})})',
    ' same => n,Set(X=§{CHANNEL(pjsip,target_uri)})',
    ' same => n(label),NoOp(§{SIPDOMAIN})',
    'witness.csv => §{CSV_QUOTE(§{CALLERID(num)})}',
    ' same => n,Set(NIGHTBELL_RAW=x§{CALLERID(num):0:80}),System(id)',
  ])('%s', line => {
    const text = `[nightbell-arrive]\n${line.replaceAll('§', '$')}`
    expect(rawOutsideValues({ 'extensions.conf': text })).toHaveLength(1)
  })
})

test('no application or function that runs programs, reads files, fetches URLs or evaluates text', () => {
  const applications =
    /\b(Try)?System\(|\bExec\(|\bAGI\(|\bEAGI\(|\bExternalIVR\(|\bMacro\(|\bReadFile\(|\bOriginate\(|\bPageFile\(|\bSendURL\(|\bVMAuth/
  const functions = /\b(SHELL|FILE\w*|STAT|CURL\w*|EVAL|ENV|DB\w*|ODBC\w*|AST_CONFIG|REALTIME\w*|IMPORT|EXTENSION_STATE)\(/
  expect(all.split('\n').filter(line => !/^\s*;/.test(line) && (applications.test(line) || functions.test(line)))).toEqual([])
})
