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
  'Migration.status.vms': 'VmStatus',
  'Migration.status.vms.pipeline': 'PipelineStep',
  'Migration.status.vms.pipeline.tasks': 'PipelineTask',
  'Migration.status.vms.pipeline.progress': 'Progress',
  'NetworkMap.spec.map': 'NetworkPair',
  'NetworkMap.spec.map.source': 'NetworkSource',
  'NetworkMap.spec.map.destination': 'NetworkDestination',
  'StorageMap.spec.map': 'StoragePair',
  'StorageMap.spec.map.source': 'StorageSource',
  'StorageMap.spec.map.destination': 'StorageDestination',
};

/** TypeScript files of all kinds under the chart's `files/crds`, by path. */
export async function generateKinds(): Promise<Map<string, string>> {
  const files = (await readdir(crdFolder)).filter((name) => name.endsWith('.yaml')).sort();
  const made = new Map<string, string>();
  for (const file of files) {
    const { spec } = definition.parse(parse(await readFile(join(crdFolder, file), 'utf8')));
    made.set(join(outFolder, `${kebab(spec.names.kind)}.ts`), kindFile(spec, `${crdFolder}/${file}`));
  }
  return made;
}

function kindFile(spec: Definition, source: string): string {
  const version = spec.versions.find((candidate) => candidate.storage);
  if (version === undefined) throw new Error(`${source} stores no version`);
  const { kind, plural } = spec.names;
  const root = version.schema.openAPIV3Schema;
  const shapes = new Shapes();
  const parts = Object.entries(z.record(z.string(), schema).parse(root.properties))
    .filter(([name]) => !['apiVersion', 'kind', 'metadata'].includes(name))
    .map(([name, node]) => field(name, shapes.typeOf(node, `${kind}.${name}`), node, { required: name === 'spec' }));
  const body = [
    ...comment(root, ''),
    `export interface ${kind} {`,
    `  apiVersion: '${spec.group}/${version.name}';`,
    `  kind: '${kind}';`,
    '  metadata: ObjectMeta;',
    ...parts.flat(),
    '}',
    ...shapes.lines(),
    '',
    `export const ${resourceName(kind, plural)}: Resource<${kind}> = {`,
    ...Object.entries({ group: spec.group, version: version.name, plural, kind, scope: spec.scope }).map(
      ([key, value]) => `  ${key}: '${value}',`,
    ),
    '};',
  ];
  const header = `// Generated from ${source} by \`npm run generate\`; edit that.`;
  return [header, ...imports(shapes.handWritten), '', ...body, ''].join('\n');
}

function imports(handWritten: ReadonlySet<string>): string[] {
  const used = knownShapes.filter((shape) => handWritten.has(shape.type));
  const core = used.filter((shape) => shape.from === '../kinds/core.ts').map((shape) => shape.type);
  const resource = used.filter((shape) => shape.from === '../resource.ts').map((shape) => shape.type);
  return [
    ...(core.length > 0 ? [`import type { ${core.sort().join(', ')} } from '../kinds/core.ts';`] : []),
    `import type { ${[...resource, 'ObjectMeta', 'Resource'].join(', ')} } from '../resource.ts';`,
  ];
}

function comment(node: Schema, indent: string): string[] {
  return typeof node.description === 'string' ? [`${indent}/** ${node.description} */`] : [];
}

function field(name: string, type: string, node: Schema, { required }: { required: boolean }): string[] {
  return [...comment(node, '  '), `  ${name}${required ? '' : '?'}: ${type};`];
}

/** The object shapes of one kind, each under a name; equal shapes share one. */
class Shapes {
  readonly handWritten = new Set<string>();
  private readonly nameByShape = new Map<string, string>();

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

/** `NetworkMap`, `networkmaps` → `networkMaps`. */
function resourceName(kind: string, plural: string): string {
  const camel = kind.charAt(0).toLowerCase() + kind.slice(1);
  return plural.startsWith(camel.toLowerCase()) ? camel + plural.slice(camel.length) : plural;
}
