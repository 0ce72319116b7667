import type { Plan } from '../../api/generated/plan.ts';
import { configMaps, secrets, storageClasses, type ObjectReference } from '../../api/kinds/core.ts';
import { networkAttachmentDefinitions, type NetworkAttachmentDefinition } from '../../api/kinds/network.ts';
import type { ObjectKey } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';
import type { PrimaryNetwork } from '../../target/primary-network.ts';
import { findReadable } from '../place/readable.ts';
import { readInstanceTypes, readPrimaryNetwork, transferNetworkKey } from '../place/target-place.ts';
import { ignoredScripts, scriptFiles } from '../pods/customization-scripts.ts';

/** What the options of a plan name, as it stands. */
export interface OptionFacts {
  /** Named and not there, or empty: the field and what it names. */
  readonly missing: readonly string[];
  /** Files among the customization scripts that nothing will run. */
  readonly ignoredScripts: readonly string[];
  readonly transferNetwork?: NamedTransferNetwork;
  /** Of the target namespace, where it has one of its own. */
  readonly primaryNetwork?: PrimaryNetwork;
}

export const nothingNamed: OptionFacts = { missing: [], ignoredScripts: [] };

/** The network that data shall go through, and its definition where that exists. */
export interface NamedTransferNetwork {
  readonly key: ObjectKey;
  readonly definition: NetworkAttachmentDefinition | undefined;
}

/** Where plans stand, and where machines go; the latter undefined while it cannot be asked. */
interface Clients {
  readonly home: Client;
  readonly target: Client | undefined;
}

export async function gatherOptions({ home, target }: Clients, plan: Plan): Promise<OptionFacts> {
  const scripts = await scriptsOf(home, plan);
  const keys = await missingKeys(home, plan);
  const facts = { missing: [...scripts.missing, ...keys], ignoredScripts: scripts.ignored };
  if (target === undefined || plan.spec.targetNamespace === '') return facts;
  const transferNetwork = await transferNetworkOf(target, plan);
  const primaryNetwork = await readPrimaryNetwork(target, plan.spec.targetNamespace);
  return {
    ...facts,
    missing: [...facts.missing, ...(await missingClass(target, plan)), ...(await missingInstanceTypes(target, plan))],
    ...(transferNetwork && { transferNetwork }),
    ...(primaryNetwork && { primaryNetwork }),
  };
}

async function transferNetworkOf(target: Client, plan: Plan): Promise<NamedTransferNetwork | undefined> {
  const key = transferNetworkKey(plan);
  return key && { key, definition: await findReadable(target, networkAttachmentDefinitions, key) };
}

async function missingInstanceTypes(target: Client, plan: Plan): Promise<string[]> {
  const found = await readInstanceTypes(target, plan);
  return plan.spec.vms.flatMap(({ instanceType }, index) =>
    instanceType && !found.has(instanceType) ? [`spec.vms[${index}].instanceType: instance type ${instanceType}`] : [],
  );
}

async function scriptsOf(home: Client, plan: Plan): Promise<{ missing: string[]; ignored: string[] }> {
  const ref = plan.spec.customizationScripts;
  if (!ref?.name) return { missing: [], ignored: [] };
  const key = referred(ref, plan);
  const map = (await home.find(configMaps, key)) ?? {};
  if (Object.keys(scriptFiles(map)).length > 0) return { missing: [], ignored: ignoredScripts(map) };
  return {
    missing: [`spec.customizationScripts: config map ${shown(key)} with scripts`],
    ignored: ignoredScripts(map),
  };
}

async function missingClass(target: Client, { spec }: Plan): Promise<string[]> {
  const name = spec.conversionTempStorageClass;
  if (!name || (await findReadable(target, storageClasses, { name })) !== undefined) return [];
  return [`spec.conversionTempStorageClass: storage class ${name}`];
}

/** One Secret may serve many entries. */
async function missingKeys(home: Client, plan: Plan): Promise<string[]> {
  const wanted = plan.spec.vms.flatMap(({ luks }, index) =>
    luks?.name ? [{ key: referred(luks, plan), field: `spec.vms[${index}].luks` }] : [],
  );
  const empty = new Set<string>();
  for (const key of new Map(wanted.map((one) => [shown(one.key), one.key])).values()) {
    const { data = {} } = (await home.find(secrets, key)) ?? {};
    if (Object.keys(data).length === 0) empty.add(shown(key));
  }
  return wanted
    .filter(({ key }) => empty.has(shown(key)))
    .map(({ key, field }) => `${field}: secret ${shown(key)} with keys`);
}

function referred({ name = '', namespace }: ObjectReference, { metadata }: Plan): ObjectKey {
  return { name, namespace: namespace || (metadata.namespace ?? '') };
}

function shown({ namespace = '', name }: ObjectKey): string {
  return `${namespace}/${name}`;
}
