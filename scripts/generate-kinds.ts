import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const crdFolder = 'charts/gantry/files/crds';
const outFolder = 'bff/src/api/generated';

const schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof schema>;
const definition = z.object({
  spec: z.object({
    group: z.string(),
    scope: z.enum(['Namespaced', 'Cluster']),
    names: z.object({ kind: z.string(), plural: z.string() }),
    versions: z.array(
      z.object({ name: z.string(), storage: z.boolean(), schema: z.object({ openAPIV3Schema: schema }) }),
    ),
  }),
});
type Definition = z.infer<typeof definition>['spec'];

interface Source {
  readonly path: string;
  readonly spec: Definition;
}

/** Shapes that have a hand-written type, recognised by their properties. */
const knownShapes = [
  {
    type: 'Condition',
    from: '../resource.ts',
    properties: ['category', 'durable', 'lastTransitionTime', 'suggestion'],
  },
  { type: 'ObjectReference', from: '../kinds/core.ts', properties: ['apiVersion', 'fieldPath', 'kind', 'uid'] },
  { type: 'Affinity', from: '../kinds/core.ts', properties: ['nodeAffinity', 'podAffinity', 'podAntiAffinity'] },
  { type: 'PodVolume', from: '../kinds/core.ts', properties: ['awsElasticBlockStore', 'hostPath'] },
] as const;

/** Better names than the ones made from the path. */
const typeNames: Readonly<Record<string, string>> = {
  'Plan.spec.vms': 'PlanVm',
  'Plan.spec.vms.hooks': 'PlanHook',
  'Plan.status.migration': 'MigrationProgress',
  'Plan.status.migration.history': 'RunSnapshot',
  'Plan.status.migration.history.map.network': 'SnapshotRef',
  'Plan.spec.provider': 'PlanProviders',
  'Plan.spec.map': 'PlanMaps',
  'Plan.status.migration.vms': 'VmStatus',
  'Plan.status.migration.vms.pipeline': 'PipelineStep',
  'Plan.status.migration.vms.pipeline.tasks': 'PipelineTask',
  'Plan.status.migration.vms.error': 'VmError',
  'Plan.status.migration.vms.pipeline.progress': 'Progress',
  'Plan.status.migration.vms.warm': 'WarmHistory',
  'Plan.status.migration.vms.warm.precopies': 'Precopy',
  'Migration.spec.cancel': 'MigrationCancel',
  'Migration.spec.vmCutover': 'VmCutover',
  'NetworkMap.spec.map': 'NetworkPair',
  'NetworkMap.spec.map.source': 'NetworkSource',
  'NetworkMap.spec.map.destination': 'NetworkDestination',
  'StorageMap.spec.map': 'StoragePair',
  'StorageMap.spec.map.source': 'StorageSource',
  'StorageMap.spec.map.destination': 'StorageDestination',
};

/** Kinds that show shapes of another kind: they import them from its file. */
const shows: Readonly<Record<string, string>> = { Migration: 'Plan' };

/** TypeScript files of all kinds under the chart's `files/crds`, by path. */
export async function generateKinds(): Promise<Map<string, string>> {
  const files = (await readdir(crdFolder)).filter((name) => name.endsWith('.yaml')).sort();
  const sources = new Map<string, Source>();
  for (const file of files) {
    const path = `${crdFolder}/${file}`;
    const { spec } = definition.parse(parse(await readFile(path, 'utf8')));
    sources.set(spec.names.kind, { path, spec });
  }
  const made = new Map<string, string>();
  for (const [kind, source] of sources) {
    const shown = sources.get(shows[kind] ?? '');
    made.set(join(outFolder, fileName(kind)), kindFile(source, shown));
  }
  return made;
}

function kindFile(source: Source, shown: Source | undefined): string {
  const { kind, plural } = source.spec.names;
  const version = storedVersion(source);
  const shapes = new Shapes(shown === undefined ? new Map() : namesOfShapes(shown));
  const parts = partsOf(source, shapes);
  const body = [
    ...comment(version.schema.openAPIV3Schema, ''),
    `export interface ${kind} {`,
    `  apiVersion: '${source.spec.group}/${version.name}';`,
    `  kind: '${kind}';`,
    '  metadata: ObjectMeta;',
    ...parts.flat(),
    '}',
    ...shapes.lines(),
    '',
    `export const ${resourceName(kind, plural)}: Resource<${kind}> = {`,
    ...Object.entries({
      group: source.spec.group,
      version: version.name,
      plural,
      kind,
      scope: source.spec.scope,
    }).map(([key, value]) => `  ${key}: '${value}',`),
    '};',
  ];
  const header = `// Generated from ${source.path} by \`npm run generate\`; edit that.`;
  const text = body.join('\n');
  const importShown =
    shown === undefined ? [] : [importLine(namedIn(text, shapes.imported), `./${fileName(shown.spec.names.kind)}`)];
  return [header, ...imports(shapes.handWritten), ...importShown, '', text, ''].join('\n');
}

/** The fields of the kind itself, `apiVersion`, `kind` and `metadata` apart; their shapes are added to `shapes`. */
function partsOf(source: Source, shapes: Shapes): string[][] {
  const { properties } = storedVersion(source).schema.openAPIV3Schema;
  return Object.entries(z.record(z.string(), schema).parse(properties))
    .filter(([name]) => !['apiVersion', 'kind', 'metadata'].includes(name))
    .map(([name, node]) =>
      field(name, shapes.typeOf(node, `${source.spec.names.kind}.${name}`), node, { required: name === 'spec' }),
    );
}

function namesOfShapes(source: Source): ReadonlyMap<string, string> {
  const shapes = new Shapes(new Map());
  partsOf(source, shapes);
  return shapes.nameByShape;
}

function storedVersion({ path, spec }: Source): Definition['versions'][number] {
  const version = spec.versions.find((candidate) => candidate.storage);
  if (version === undefined) throw new Error(`${path} stores no version`);
  return version;
}

function imports(handWritten: ReadonlySet<string>): string[] {
  const used = knownShapes.filter((shape) => handWritten.has(shape.type));
  const core = used.filter((shape) => shape.from === '../kinds/core.ts').map((shape) => shape.type);
  const resource = used.filter((shape) => shape.from === '../resource.ts').map((shape) => shape.type);
  return [
    ...(core.length > 0 ? [importLine(core.sort(), '../kinds/core.ts')] : []),
    importLine([...resource, 'ObjectMeta', 'Resource'], '../resource.ts'),
  ];
}

/** Without the shapes that only other imported shapes hold. */
const namedIn = (text: string, types: ReadonlySet<string>) =>
  [...types].filter((type) => new RegExp(`: ${type}\\b`).test(text)).sort();

const importLine = (types: readonly string[], from: string) => `import type { ${types.join(', ')} } from '${from}';`;

function comment(node: Schema, indent: string): string[] {
  return typeof node.description === 'string' ? [`${indent}/** ${node.description} */`] : [];
}

function field(name: string, type: string, node: Schema, { required }: { required: boolean }): string[] {
  return [...comment(node, '  '), `  ${name}${required ? '' : '?'}: ${type};`];
}

/** The object shapes of one kind, each under a name; equal shapes share one, and one equal to a shown shape is imported. */
class Shapes {
  readonly handWritten = new Set<string>();
  readonly imported = new Set<string>();
  readonly nameByShape = new Map<string, string>();
  private readonly shown: ReadonlyMap<string, string>;

  constructor(shown: ReadonlyMap<string, string>) {
    this.shown = shown;
  }

  typeOf(node: Schema, path: string): string {
    if (node.properties !== undefined) return this.shapeOf(node, path);
    if (node.items !== undefined) {
      const item = this.typeOf(schema.parse(node.items), path);
      return item.includes('|') ? `(${item})[]` : `${item}[]`;
    }
    if (Array.isArray(node.enum)) return node.enum.map((value) => `'${String(value)}'`).join(' | ');
    if (node['x-kubernetes-int-or-string'] === true) return 'number | string';
    if (typeof node.additionalProperties === 'object') {
      return `Record<string, ${this.typeOf(schema.parse(node.additionalProperties), path)}>`;
    }
    if (node.type === 'integer') return 'number';
    return node.type === 'string' || node.type === 'boolean' || node.type === 'number'
      ? node.type
      : 'Record<string, unknown>';
  }

  lines(): string[] {
    return [...this.nameByShape].flatMap(([shape, name]) => ['', `export interface ${name} {`, shape, '}']);
  }

  private shapeOf(node: Schema, path: string): string {
    const properties = z.record(z.string(), schema).parse(node.properties);
    const known = knownShapes.find((shape) => shape.properties.every((name) => name in properties));
    if (known !== undefined) {
      this.handWritten.add(known.type);
      return known.type;
    }
    const required = z.array(z.string()).parse(node.required ?? []);
    const shape = Object.entries(properties)
      .flatMap(([name, child]) =>
        field(name, this.typeOf(child, `${path}.${name}`), child, { required: required.includes(name) }),
      )
      .join('\n');
    const shown = this.shown.get(shape);
    if (shown !== undefined) {
      this.imported.add(shown);
      return shown;
    }
    const name = this.nameByShape.get(shape) ?? typeNames[path] ?? this.freeName(path);
    this.nameByShape.set(shape, name);
    return name;
  }

  /** The path without its `spec` or `status`, where that is unique. */
  private freeName(path: string): string {
    const [kind = '', part = '', ...rest] = path.split('.').map(pascal);
    const short = kind + rest.join('');
    const taken = rest.length === 0 || [...this.nameByShape.values()].includes(short);
    return taken ? kind + part + rest.join('') : short;
  }
}

const pascal = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const kebab = (word: string) => word.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

const fileName = (kind: string) => `${kebab(kind)}.ts`;

/** `NetworkMap`, `networkmaps` → `networkMaps`. */
function resourceName(kind: string, plural: string): string {
  const camel = kind.charAt(0).toLowerCase() + kind.slice(1);
  return plural.startsWith(camel.toLowerCase()) ? camel + plural.slice(camel.length) : plural;
}
