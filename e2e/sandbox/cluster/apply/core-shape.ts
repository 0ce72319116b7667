import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { Shape } from './shape.ts';
import { WHOLE } from './shape.ts';

interface ListRow {
  readonly field: string;
  /** Fields whose object holds the list; absent = any. */
  readonly within?: readonly string[];
  /** None: a set of plain values. */
  readonly keys: readonly string[];
  readonly defaults?: JsonObject;
}

const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/** Lists of the built-in kinds that are not owned as a whole, as the OpenAPI of the API server names them. */
const LISTS: readonly ListRow[] = [
  ...CONTAINERS.map((field) => ({ field, within: ['spec'], keys: ['name'] })),
  { field: 'addresses', within: ['status'], keys: ['type'] },
  { field: 'claims', within: ['resources'], keys: ['name'] },
  { field: 'conditions', within: ['status'], keys: ['type'] },
  { field: 'env', within: CONTAINERS, keys: ['name'] },
  { field: 'finalizers', within: ['metadata'], keys: [] },
  { field: 'hostAliases', keys: ['ip'] },
  { field: 'imagePullSecrets', within: ['spec'], keys: ['name'] },
  { field: 'matchConditions', keys: ['name'] },
  { field: 'ownerReferences', within: ['metadata'], keys: ['uid'] },
  { field: 'podCIDRs', keys: [] },
  { field: 'podIPs', keys: ['ip'] },
  { field: 'ports', within: CONTAINERS, keys: ['containerPort', 'protocol'], defaults: { protocol: 'TCP' } },
  { field: 'ports', within: ['spec'], keys: ['port', 'protocol'], defaults: { protocol: 'TCP' } },
  { field: 'resourceClaims', keys: ['name'] },
  { field: 'schedulingGates', keys: ['name'] },
  { field: 'secrets', keys: ['name'] },
  { field: 'topologySpreadConstraints', keys: ['topologyKey', 'whenUnsatisfiable'] },
  { field: 'volumeDevices', keys: ['devicePath'] },
  { field: 'volumeMounts', keys: ['mountPath'] },
  { field: 'volumes', within: ['spec'], keys: ['name'] },
  { field: 'webhooks', keys: ['name'] },
];

/** Objects of the built-in kinds that are owned as a whole. */
const WHOLE_OBJECTS: readonly string[] = [
  'clusterRoleSelectors',
  'configMapKeyRef',
  'controllerExpandSecretRef',
  'controllerPublishSecretRef',
  'dataSource',
  'fieldRef',
  'fileKeyRef',
  'involvedObject',
  'labelSelector',
  'namespaceSelector',
  'nodeExpandSecretRef',
  'nodePublishSecretRef',
  'nodeSelector',
  'nodeStageSecretRef',
  'objectSelector',
  'podSelector',
  'preference',
  'regarding',
  'related',
  'required',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'resourceFieldRef',
  'roleRef',
  'scopeSelector',
  'secretKeyRef',
  'secretRef',
  'selector',
  'targetRef',
];
const WHOLE_ITEMS: readonly string[] = ['imagePullSecrets', 'ownerReferences', 'secrets'];

const shapes = new Map<string, Shape>();

/** The shape of a field of a built-in kind, whatever it holds. */
function shapeOf(field: string, within: string): Shape {
  const name = `${within}/${field}`;
  const found = shapes.get(name);
  if (found !== undefined) return found;
  const row = LISTS.find((one) => one.field === field && (one.within?.includes(within) ?? true));
  const fields = { declared: () => true, of: (inner: string) => shapeOf(inner, field) };
  const item = row?.keys.length === 0 || WHOLE_ITEMS.includes(field) ? WHOLE : { fields };
  const shape = {
    ...(WHOLE_OBJECTS.includes(field) ? {} : { fields }),
    ...(row === undefined ? {} : { list: { keys: row.keys, item, defaults: row.defaults ?? {} } }),
  };
  shapes.set(name, shape);
  return shape;
}

export const METADATA: Shape = shapeOf('metadata', '');

/** How ownership divides a built-in kind. */
export function coreShape(kind: string): Shape {
  const root = { declared: () => true, of: (field: string) => shapeOf(field, '') };
  if (kind !== 'Job') return { fields: root };
  // A job's conditions are its controller's only.
  const status: Shape = { fields: { declared: () => true, of: () => WHOLE } };
  return { fields: { ...root, of: (field) => (field === 'status' ? status : root.of(field)) } };
}

/** Parts of the built-in kinds that are there, empty, in every object: nobody comes to own them as such. */
const ALWAYS_THERE: readonly (readonly string[])[] = [
  ['spec'],
  ['status'],
  ['spec', 'containers'],
  ['spec', 'resources'],
  ['spec', 'strategy'],
  ['spec', 'template'],
  ['spec', 'template', 'metadata'],
  ['spec', 'template', 'spec'],
  ['spec', 'template', 'spec', 'containers'],
];

/** `before` with the parts that are always there, where `after` has something in them. */
export function withParts(before: JsonObject, after: JsonObject): JsonObject {
  return ALWAYS_THERE.reduce<JsonObject>((object, path) => withPart(object, after, path), before);
}

function withPart(before: JsonObject, after: JsonObject, [field = '', ...rest]: readonly string[]): JsonObject {
  const [then, now] = [before[field], after[field]];
  if (now === undefined) return before;
  if (rest.length === 0) return then === undefined ? { ...before, [field]: Array.isArray(now) ? [] : {} } : before;
  return isObject(then) && isObject(now) ? { ...before, [field]: withPart(then, now, rest) } : before;
}
