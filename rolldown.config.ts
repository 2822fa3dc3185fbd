// The product as it is shipped: a few large files in dist/ instead of a thousand small ones, because Node takes its time and memory for
// each module, in every thread (decision 36). Types are checked by scripts/check.ts.
import { defineConfig, type Plugin } from 'rolldown'

/** What is started by its name: it stands beside the part that starts it. */
const started = {
  'load-worker': 'src/rules/load-worker.ts',
  'watch-worker': 'src/rules/watch-worker.ts',
  worker: 'src/store/follow/worker.ts',
  'keep-worker': 'src/recordings/keep-worker.ts',
  'write-worker': 'src/pbx/write-worker.ts',
  'forget-worker': 'src/ari/forget-worker.ts',
  'sip-worker': 'src/sip/worker.ts',
  'report-worker': 'src/wiring/report-worker.ts',
  'engine-process': 'src/voice/engine-process.ts',
}

const REQUIRED = '\0required:'
const SMALL_UNDICI = '\0small-undici'

/** An import of these reads all that they export, which loads a second HTTP client, and WebCrypto. `require` does not. */
const requireLarge: Plugin = {
  name: 'require-large',
  resolveId(source, importer) {
    if (!/^(node:)?(http|crypto)$/.test(source)) return null
    if (importer?.startsWith(REQUIRED)) return { id: source, external: true }
    return `${REQUIRED}${source}`
  },
  load(id) {
    if (!id.startsWith(REQUIRED)) return null
    return `module.exports = require('${id.slice(REQUIRED.length)}')`
  },
}

/**
 * Of undici what is used here. As a whole it has a second `fetch`, caches and mocks, which a start would have to read: the bundler can't tell that
 * nobody asks for them, because the package exports everything at once.
 */
const smallUndici: Plugin = {
  name: 'small-undici',
  resolveId: source => (source === 'undici' ? SMALL_UNDICI : null),
  load(id) {
    if (id !== SMALL_UNDICI) return null
    return `Object.assign(require('undici/lib/dispatcher/dispatcher').prototype, require('undici/lib/api'))
      module.exports = { Agent: require('undici/lib/dispatcher/agent'), Pool: require('undici/lib/dispatcher/pool') }`
  },
}

export default defineConfig({
  input: { main: 'src/main.ts', ...started },
  platform: 'node',
  // It loads its binary from where it is installed.
  external: ['better-sqlite3'],
  plugins: [requireLarge, smallUndici],
  output: {
    dir: 'dist',
    // As deep as in src/: what is read beside the program is found by the same words.
    entryFileNames: ({ name }) => (name === 'main' ? 'main.js' : 'parts/[name].js'),
    chunkFileNames: 'parts/[name].js',
    comments: { legal: true, annotation: false, jsdoc: false },
  },
})
