// The arrows between the rooms of src/, as docs/architecture.md draws them. Held by scripts/check.ts, which also fails when
// this looked at nothing or when a room named here has gone.

const core = '^src/core/'
const ports = '^src/daemon/ports\\.ts$'
const installed = 'node_modules/'
const wiring = '^src/((main|run)\\.ts$|wiring/)'

/** A room may import itself, what is listed, Node's own modules and installed packages. */
function arrow(room, allowed, because) {
  return {
    name: `arrows-of-${room}`,
    severity: 'error',
    comment: because,
    from: { path: `^src/${room}/` },
    to: { path: '^src/', pathNot: [`^src/${room}/`, ...allowed] },
  }
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'The core decides from what it is given: no Node, no packages but the Temporal polyfill and the tables of telephone numbers.',
      from: { path: core },
      to: { pathNot: [core, `${installed}temporal-polyfill/`, `${installed}temporal-spec/`, `${installed}libphonenumber-js/`] },
    },
    arrow('core', [], 'The core imports the core only.'),
    arrow('daemon', [core], 'The shell knows the core, and adapters only by its ports.'),
    arrow('ari', [core, ports], 'Adapters know the core and the ports, never each other.'),
    arrow('pbx', [core, ports], 'Adapters know the core and the ports, never each other.'),
    arrow('voice', [core, ports], 'Adapters know the core and the ports, never each other.'),
    arrow('recordings', [core, ports], 'Adapters know the core and the ports, never each other.'),
    arrow('report', [core], 'Reports are sums over records: they know the core only.'),
    arrow('store', [core, ports, '^src/report/(records|span)\\.ts$'], 'Adapters know the core and the ports, never each other; reports are asked for records.'),
    arrow('sip', [core, ports], 'Adapters know the core and the ports, never each other.'),
    arrow('notify', [core, ports], 'Adapters know the core and the ports, never each other.'),
    arrow('rules', [core, ports], 'Adapters know the core and the ports, never each other.'),
    arrow('simulation', [core, '^src/daemon/'], 'The simulation runs the real daemon on simulated ports.'),
    arrow('cli', [core, '^src/(store|rules|pbx|sip|simulation|recordings|report)/'], 'The command line asks; it does not run the daemon itself.'),
    arrow('wiring', ['^src/(core|daemon|ari|pbx|rules|sip|store|recordings|voice|notify|report)/'], 'A part of run.ts, and puts parts together as it does: the thread that makes mailed reports reads the store and hands them to notify.'),
    {
      name: 'wiring-is-the-top',
      severity: 'error',
      comment: 'main.ts, run.ts and wiring/ put the parts together; nothing in the rooms imports them.',
      from: { path: '^src/', pathNot: wiring },
      to: { path: wiring },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench)/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      comment: 'The package ships without devDependencies.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'cycle-of-types', severity: 'warn', from: {}, to: { circular: true, via: { dependencyTypes: ['type-only'] } } },
    { name: 'no-unresolvable-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'nothing-unused',
      severity: 'error',
      comment:
        'A file of the product that nothing reaches is dead. engine-process.ts and start.ts are started from outside; the simulation and the invariants, so far, by tests.',
      from: { path: '^src/(main|rules/load-worker|pbx/write-worker|store/follow/worker|sip/worker|voice/engine-process|recordings/keep-worker|wiring/report-worker|pbx/start|simulation/simulation|core/world/invariants)\\.ts$' },
      to: {
        path: '^src/',
        pathNot: '^src/(main|rules/load-worker|pbx/write-worker|store/follow/worker|sip/worker|wiring/report-worker|pbx/start|simulation/simulation|core/world/invariants)\\.ts$',
        reachable: false,
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types only are arrows too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'], extensions: ['.ts', '.js', '.json'] },
  },
}
