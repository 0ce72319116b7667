// The import rules of docs/architecture.md, checked on every run. Layers of the service point down only.
const layers = [
  ['main', '^bff/src/(main|worker)\\.ts$'],
  ['app', '^bff/src/app\\.ts$'],
  ['http, admission, controllers, workers', '^bff/src/(http|admission|controllers|workers)/'],
  ['writers, migration, storage-migration', '^bff/src/(writers|migration|storage-migration)/'],
  ['inventory', '^bff/src/inventory/'],
  ['providers, target, volumes', '^bff/src/(providers|target|volumes)/'],
  ['pipeline', '^bff/src/pipeline/'],
  ['machine', '^bff/src/machine/'],
  ['kube', '^bff/src/kube/'],
  ['config, platform', '^bff/src/(config|platform)/'],
];
const production = { pathNot: ['\\.test\\.tsx?$', '^bff/src/testing/', '^bff/bench/'] };

const pointDown = layers.slice(1).map(([name, path], index) => ({
  name: `${name}: imports point down`,
  severity: 'error',
  from: { path, ...production },
  to: { path: layers.slice(0, index + 1).map(([, upper]) => upper) },
}));

module.exports = {
  forbidden: [
    ...pointDown,
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'http, admission, controllers and workers never meet',
      severity: 'error',
      from: { path: '^bff/src/(http|admission|controllers|workers)/', ...production },
      to: { path: '^bff/src/(http|admission|controllers|workers)/', pathNot: '^bff/src/$1/' },
    },
    {
      name: 'api is browser-safe and imports only zod',
      severity: 'error',
      from: { path: '^bff/src/api/', ...production },
      to: { pathNot: ['^bff/src/api/', '/zod/'] },
    },
    {
      name: 'target, volumes, pipeline and machine know no Kubernetes client',
      severity: 'error',
      from: { path: '^bff/src/(target|volumes|pipeline|machine)/', ...production },
      to: { path: '^bff/src/kube/' },
    },
    {
      name: 'only kube imports the client library',
      severity: 'error',
      from: { path: '^bff/', pathNot: '^bff/src/kube/' },
      to: { path: '@kubernetes/client-node' },
    },
    {
      name: 'providers do not know each other',
      severity: 'error',
      from: { path: '^bff/src/providers/([^/]+)/' },
      to: { path: '^bff/src/providers/([^/]+)/', pathNot: '^bff/src/providers/$1/' },
    },
    {
      name: 'features do not know each other',
      severity: 'error',
      from: { path: '^plugin/src/features/([^/]+)/' },
      to: { path: '^plugin/src/features/([^/]+)/', pathNot: '^plugin/src/features/$1/' },
    },
    {
      name: 'the sandbox imports nothing of ours',
      severity: 'error',
      from: { path: '^e2e/sandbox/' },
      to: { path: '^(bff|plugin|e2e)/', pathNot: '^e2e/sandbox/' },
    },
    {
      name: 'production code never imports the sandbox',
      severity: 'error',
      from: { path: '^(bff|plugin)/', ...production },
      to: { path: '^e2e/' },
    },
    {
      name: 'plugin and e2e see only the API of the service',
      severity: 'error',
      from: { path: '^(plugin|e2e)/' },
      to: { path: '^bff/', pathNot: '^bff/src/api/' },
    },
    {
      name: 'production code has no test code',
      severity: 'error',
      from: { path: '^(bff|plugin)/src/', ...production },
      to: { path: ['\\.test\\.tsx?$', '^bff/src/testing/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', 'node_modules/(?!@gantry)'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
