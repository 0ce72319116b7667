import type { Conversion } from '../api/generated/conversion.ts';
import type { Hook } from '../api/generated/hook.ts';
import type { Host } from '../api/generated/host.ts';
import type { Plan } from '../api/generated/plan.ts';
import type { Provider } from '../api/generated/provider.ts';
import type { ResourceAttributes } from '../api/kinds/access.ts';
import type { ObjectReference } from '../api/kinds/core.ts';

/** Something that whoever asks for an object must be allowed to do, since the service does it for them. */
export interface NeededRight {
  readonly attributes: ResourceAttributes;
  /** Completes "olga may not …". */
  readonly what: string;
}

/** What a plan leads to, as far as it exists. */
export interface PlanReferences {
  readonly source: Provider | undefined;
  readonly destination: Provider | undefined;
  readonly hooks: readonly Hook[];
}

/** More machines of one namespace than this need the right to read all of them. */
const namedMachines = 20;

export function planRights(plan: Plan, references: PlanReferences): NeededRight[] {
  return distinct([
    readProvider(plan, plan.spec.provider.source),
    readProvider(plan, plan.spec.provider.destination),
    ...createMachines(plan, references.destination),
    ...conversionImage(plan, references.source),
    ...accounts(plan),
    ...readFromPlan(plan),
    ...references.hooks.flatMap((hook) => hookRights(hook, plan.metadata.namespace)),
    ...readMachines(plan, references.source),
  ]);
}

/** A hook runs in the namespace of its plan. */
export function hookRights({ metadata, spec }: Hook, namespace = metadata.namespace): NeededRight[] {
  const { serviceAccount, image, aap } = spec;
  return [
    ...(image
      ? [
          right(
            { group: 'batch', resource: 'jobs', verb: 'create', namespace },
            (place) => `run a hook's image${place}`,
          ),
        ]
      : []),
    ...(serviceAccount ? [useAccount(serviceAccount, namespace)] : []),
    ...(aap?.tokenSecret?.name ? [readSecret(aap.tokenSecret, metadata.namespace)] : []),
  ];
}

/** Whoever says where a Secret is sent must know it. */
export function providerRights({ metadata, spec }: Provider): NeededRight[] {
  return spec.secret.name ? [readSecret(spec.secret, metadata.namespace)] : [];
}

/** Its pod is made where it stands, and may use there what any pod may. */
export function conversionRights({ metadata: { namespace }, spec }: Conversion): NeededRight[] {
  const { serviceAccount } = spec.podSettings ?? {};
  return [
    right({ group: '', resource: 'pods', verb: 'create', namespace }, (place) => `create pods${place}`),
    ...(serviceAccount ? [useAccount(serviceAccount, namespace)] : []),
  ];
}

export function hostRights(host: Host): NeededRight[] {
  const { provider, secret } = host.spec;
  return [readProvider(host, provider), ...(secret.name ? [readSecret(secret, host.metadata.namespace)] : [])];
}

export function hookReferences(vms: Plan['spec']['vms']): ObjectReference[] {
  return vms.flatMap(({ hooks = [] }) => hooks.map(({ hook }) => hook));
}

/** The cluster that the service runs in. */
export function isLocal(provider: Provider | undefined): boolean {
  return provider?.spec.type === 'openshift' && !provider.spec.url;
}

function readProvider(
  { metadata }: Pick<Plan, 'metadata'>,
  { name = '', namespace = metadata.namespace }: ObjectReference,
): NeededRight {
  const attributes = { group: 'forklift.konveyor.io', resource: 'providers', verb: 'get', namespace, name };
  return right(attributes, (place) => `read provider ${name}${place}`);
}

/** A remote cluster decides for itself who may create machines there. */
function createMachines({ spec }: Plan, destination: Provider | undefined): NeededRight[] {
  if (destination !== undefined && !isLocal(destination)) return [];
  const { targetNamespace: namespace } = spec;
  const attributes = { group: 'kubevirt.io', resource: 'virtualmachines', verb: 'create', namespace };
  return [right(attributes, (place) => `create VMs${place}`)];
}

/** The image runs in a pod that holds the credentials of the source. */
function conversionImage({ spec }: Plan, source: Provider | undefined): NeededRight[] {
  if (!spec.virtV2vImage) return [];
  const attributes = { group: '', resource: 'pods', verb: 'create', namespace: spec.targetNamespace };
  return [
    right(attributes, (place) => `choose a conversion image${place}`),
    ...(source === undefined ? [] : providerRights(source)),
  ];
}

function accounts({ metadata, spec }: Plan): NeededRight[] {
  const { serviceAccount, targetNamespace, vms } = spec;
  if (!serviceAccount) return [];
  // Hooks that name no account run as the plan's, in the plan's namespace.
  const hooked = hookReferences(vms).length > 0;
  return [
    useAccount(serviceAccount, targetNamespace),
    ...(hooked ? [useAccount(serviceAccount, metadata.namespace)] : []),
  ];
}

function readFromPlan({ metadata, spec }: Plan): NeededRight[] {
  const scripts = spec.customizationScripts;
  const read = (group: string, resource: string, noun: string, { name, namespace }: ObjectReference) =>
    right(
      { group, resource, verb: 'get', namespace: namespace || metadata.namespace, name },
      (place) => `read ${noun} ${name ?? ''}${place}`,
    );
  return [
    ...(scripts?.name ? [read('', 'configmaps', 'config map', scripts)] : []),
    ...spec.vms.flatMap(({ luks }) => (luks?.name ? [readSecret(luks, metadata.namespace)] : [])),
    ...hookReferences(spec.vms).map((hook) => read('forklift.konveyor.io', 'hooks', 'hook', hook)),
  ];
}

/** Machines of the local cluster are as readable as their objects; other sources know no users of ours. */
function readMachines({ metadata, spec }: Plan, source: Provider | undefined): NeededRight[] {
  if (!isLocal(source)) return [];
  const namespaces = new Set(spec.vms.map(({ namespace }) => namespace || metadata.namespace));
  return [...namespaces].flatMap((namespace) => {
    const here = spec.vms.filter((entry) => (entry.namespace || metadata.namespace) === namespace);
    const names = here.map(({ name = '' }) => name);
    const all = names.length > namedMachines || names.includes('');
    return (all ? [''] : names).map((name) =>
      right(
        { group: 'kubevirt.io', resource: 'virtualmachines', verb: 'get', namespace, ...(name && { name }) },
        (place) => (name ? `read VM ${name}${place}` : `read all VMs${place}`),
      ),
    );
  });
}

function useAccount(name: string, namespace: string | undefined): NeededRight {
  const attributes = { group: '', resource: 'serviceaccounts', verb: 'impersonate', namespace, name };
  return right(attributes, (place) => `use service account ${name}${place}`);
}

function readSecret({ name = '', namespace }: ObjectReference, own: string | undefined): NeededRight {
  const attributes = { group: '', resource: 'secrets', verb: 'get', namespace: namespace || own, name };
  return right(attributes, (place) => `read secret ${name}${place}`);
}

function right(attributes: ResourceAttributes, what: (place: string) => string): NeededRight {
  return { attributes, what: what(` in project ${attributes.namespace ?? ''}`) };
}

function distinct(rights: readonly NeededRight[]): NeededRight[] {
  return [...new Map(rights.map((each) => [JSON.stringify(each.attributes), each])).values()];
}
