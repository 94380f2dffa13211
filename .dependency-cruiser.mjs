/**
 * Who may import whom (house-style.md §3, adapted to the layers of architecture.md §4).
 * tools/boundaries/boundaries.spec.ts breaks each rule once, on purpose.
 */
const TEST = '(\\.(spec|e2e-spec)\\.ts$|/test/|^test/|^libs/testing/)';
const TEST_APPS = '^apps/(test-sources|test-mitid)/';
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    never('no-cycle', 'Two files that need each other are one file or three.', {}, { circular: true }),
    never(
      'app-island',
      'Apps talk over GraphQL.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    never('lib-below-app', 'A library knows no app and no tool.', { path: '^libs/' }, { path: '^(apps|tools|test)/' }),
    never(
      'app-below-tool',
      'Tools use apps, not the other way round.',
      { path: '^apps/', pathNot: TEST },
      { path: '^(tools|test)/' },
    ),
    never(
      'front-door',
      'Enter a library through index.ts.',
      { path: '^(apps|libs|test|tools)/([^/]+)' },
      { path: '^libs/[^/]+/(?!src/index\\.ts$)', pathNot: '^$1/$2/' },
    ),
    never(
      'layer-0',
      'errors and domain are plain TypeScript.',
      { path: '^libs/(errors|domain)/src/', pathNot: TEST },
      { pathNot: '^libs/(errors|domain)/' },
    ),
    never(
      'layer-1',
      'Mechanism knows layer 0 only.',
      { path: '^libs/(config|contracts|resilience|telemetry)/src/', pathNot: TEST },
      { path: '^libs/', pathNot: '^libs/($1|errors|domain)/' },
    ),
    never(
      'layer-2',
      'Policy knows layers 0 to 2.',
      { path: '^libs/(identity|disclosure)/src/', pathNot: TEST },
      { path: '^libs/', pathNot: '^libs/(errors|domain|config|contracts|resilience|telemetry|identity|disclosure)/' },
    ),
    never(
      'engine-ports',
      'The engine knows resilience and telemetry; identity, contracts and disclosure come in through its ports.',
      { path: '^libs/federation/src/', pathNot: TEST },
      { path: '^libs/', pathNot: '^libs/(federation|errors|domain|resilience|telemetry)/' },
    ),
    never(
      'layer-3',
      'What an authority publishes with knows layers 0 to 2, but not the gateway’s engine.',
      { path: '^libs/subgraph/src/', pathNot: TEST },
      {
        path: '^libs/',
        pathNot: '^libs/(subgraph|errors|domain|config|contracts|resilience|telemetry|identity|disclosure)/',
      },
    ),
    never(
      'test-kit-in-tests',
      'The test persons never ship: tests, the two test apps and the tools use them.',
      { pathNot: [TEST, TEST_APPS, '^tools/'] },
      { path: '^libs/testing/' },
    ),
    never(
      'feature-over-source',
      'A feature owns the port; a source implements it.',
      { path: '^apps/[^/]+/src/(?!sources/)', pathNot: ['\\.module\\.ts$', TEST] },
      { path: '^apps/[^/]+/src/sources/' },
    ),
    never(
      'plain-file',
      'No role suffix, no package.',
      { path: '^apps/[^/]+/src/[^/]+/[^./]+\\.ts$', pathNot: TEST },
      { dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional'] },
    ),
    never(
      'tools-config-only',
      'A tool reads an app’s environment schema and nothing else of it.',
      { path: '^tools/', pathNot: TEST },
      { path: '^apps/', pathNot: '^apps/[^/]+/src/[^/]+\\.config\\.ts$' },
    ),
    never(
      'apollo-behind-one-port',
      'Composition, planner and gateway of Apollo (Elastic-2.0) stay exchangeable: contracts and federation know them.',
      { path: '^(apps|libs|tools)/', pathNot: ['^libs/(contracts|federation)/src/', TEST] },
      { path: 'node_modules/@apollo/(composition|gateway|query-planner|query-graphs|federation-internals)/' },
    ),
    never(
      'http-client-place',
      'Calls to the outside leave from a source, from the client that sources share, or from the engine.',
      { path: '^(apps|libs)/', pathNot: ['^apps/[^/]+/src/sources/', '^libs/(subgraph|federation)/src/', TEST] },
      { path: 'node_modules/(axios|undici)/' },
    ),
    never('declared', 'Every package is in package.json.', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    never('resolvable', 'Every import resolves.', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // How the peers of the bench are started runs beside packages of their own (tools/bench/peers).
    exclude: { path: '(^|/)dist/|^tools/bench/peers/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'browser', 'style', 'types', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
};
