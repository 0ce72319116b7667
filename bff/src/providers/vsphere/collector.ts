import { UnauthenticatedError } from '../../platform/errors.ts';
import { sleep } from '../../platform/clock.ts';
import { textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import type { CollectTask, InventoryRecord } from '../inventory-source.ts';
import type { VsphereClient } from './client.ts';
import { understood } from './faults.ts';
import { kinds, vmPaths } from './kinds.ts';
import { ObjectSet } from './object-set.ts';
import { propertyFilterSpec, readUpdate } from './property-collector.ts';
import type { FilterSpec, ObjectUpdate, Traversal } from './property-collector.ts';
import { retrieveOne } from './retrieve.ts';
import { morefOf } from './service-content.ts';
import type { ServiceContent } from './service-content.ts';
import { element } from './soap.ts';
import type { Moref } from './soap.ts';
import { openClient, openRest } from './source.ts';
import { followTags } from './tag-follower.ts';
import type { TagsOfMachines } from './tags.ts';

const RECONNECT_MS = 5_000;
const WAIT_SECONDS = 60;
const UPDATES_PER_ANSWER = 1_000;
const WAIT_LIMIT_MS = 10 * 60_000;
/** Records in one message: more would hold up the thread that takes them. */
const RECORDS_PER_MESSAGE = 200;

/** From the root folder to everything that is shown. */
const traversals: readonly Traversal[] = [
  {
    name: 'children',
    type: 'Folder',
    path: 'childEntity',
    then: ['children', 'machines', 'hosts', 'networks', 'datastores', 'hostsOfCompute', 'machinesOfPool', 'pools'],
  },
  { name: 'machines', type: 'Datacenter', path: 'vmFolder', then: ['children'] },
  { name: 'hosts', type: 'Datacenter', path: 'hostFolder', then: ['children'] },
  { name: 'networks', type: 'Datacenter', path: 'networkFolder', then: ['children'] },
  { name: 'datastores', type: 'Datacenter', path: 'datastoreFolder', then: ['children'] },
  { name: 'hostsOfCompute', type: 'ComputeResource', path: 'host', then: [] },
  // Machines of a vApp stand below it and in no folder.
  { name: 'machinesOfPool', type: 'ResourcePool', path: 'vm', then: [] },
  { name: 'pools', type: 'ResourcePool', path: 'resourcePool', then: ['machinesOfPool', 'pools'] },
];

/** See InventorySource.collect. */
export async function collect({ connection, context, report, signal }: CollectTask): Promise<void> {
  const objects = new ObjectSet();
  const tell = () => {
    const portioned = [...portions(objects.take())];
    for (const changes of portioned) report({ kind: 'changes', ...changes });
    if (portioned.length === 0) report({ kind: 'current' });
  };
  while (!signal.aborted) {
    const client = openClient(connection, context);
    const beside = tagsBeside({ connection, context, report, signal }, (tags) => {
      objects.setTags(tags);
      tell();
    });
    try {
      const content = await client.content(signal);
      report({ kind: 'changes', put: [about(content)], removed: [] });
      const ready = () => {
        report({ kind: 'ready' });
        beside.start(content);
      };
      await follow(client, objects, { content, tell, ready, signal });
    } catch (cause) {
      const error = understood(cause);
      if (isOver(signal)) break;
      const ended = error instanceof UnauthenticatedError;
      report({ kind: 'problem', problem: error instanceof Error ? error.message : 'unknown', ended });
      if (ended) return;
    } finally {
      await beside.end();
      await client.logout();
    }
    await sleep(context.clock, RECONNECT_MS, signal).catch(() => undefined);
  }
}

/** A signal changes while others are waited for, which the type checker does not expect. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Tags, from when machines are known: the credentials are proven then. A host without a vCenter has none. */
function tagsBeside({ connection, context, report, signal }: CollectTask, found: (tags: TagsOfMachines) => void) {
  const over = new AbortController();
  let work: Promise<void> = Promise.resolve();
  return {
    start({ kind }: ServiceContent) {
      if (kind !== 'vcenter') return;
      const told = (problem?: string) => report({ kind: 'part', part: 'tags', ...(problem && { problem }) });
      const until = AbortSignal.any([signal, over.signal]);
      work = followTags({ rest: openRest(connection, context), clock: context.clock, signal: until, found, told });
    },
    async end() {
      over.abort();
      await work;
    },
  };
}

function about({ apiVersion, product, instanceUuid }: ServiceContent): InventoryRecord {
  return { collection: 'about', id: 'about', name: product, native: { apiVersion, product, instanceUuid } };
}

interface Follower {
  readonly content: ServiceContent;
  readonly tell: () => void;
  readonly ready: () => void;
  readonly signal: AbortSignal;
}

/** Never returns; throws when the source or the session is lost. */
async function follow(client: VsphereClient, objects: ObjectSet, follower: Follower): Promise<never> {
  const { content, tell, ready, signal } = follower;
  const collector = await createCollector(client, content, signal);
  objects.beginLoad();
  let version = '';
  for (let loading = true; ;) {
    const partly: Moref[] = [];
    const answer = await waitForUpdates(client, { collector, version, signal }, (update) => {
      const again = objects.apply(update);
      if (again !== undefined) partly.push(again);
    });
    for (const moref of partly) await readAgain(client, objects, { moref, content, signal });
    version = answer.version || version;
    if (loading && !answer.truncated) objects.endLoad();
    tell();
    if (loading && !answer.truncated) ready();
    loading &&= answer.truncated;
  }
}

/** A collector of our own, since another's filters and waits would mix with ours. */
async function createCollector(client: VsphereClient, content: ServiceContent, signal: AbortSignal): Promise<Moref> {
  const [created] = await client.call({ method: 'CreatePropertyCollector', target: content.propertyCollector, signal });
  const collector = morefOf(created) ?? content.propertyCollector;
  const spec: FilterSpec = {
    properties: Object.fromEntries(Object.keys(kinds).map((type) => [type, pathsOf(type, content)])),
    start: content.rootFolder,
    traversals,
  };
  const parameters = [propertyFilterSpec('spec', spec), element('partialUpdates', false)];
  await client.call({ method: 'CreateFilter', target: collector, parameters, signal });
  return collector;
}

function pathsOf(type: string, content: ServiceContent): readonly string[] {
  return type === 'VirtualMachine' ? vmPaths(content) : (kinds[type]?.paths ?? []);
}

interface Wait {
  readonly collector: Moref;
  readonly version: string;
  readonly signal: AbortSignal;
}

/** Without an answer in time the version is empty, and nothing has changed. */
async function waitForUpdates(
  client: VsphereClient,
  wait: Wait,
  onUpdate: (update: ObjectUpdate) => void,
): Promise<{ version: string; truncated: boolean }> {
  const answer = { version: '', truncated: false };
  const onPart = (part: XmlElement, path: string) => {
    if (path === 'returnval/version') answer.version = textAt(part);
    if (path === 'returnval/truncated') answer.truncated = textAt(part) === 'true';
    const update = path === 'returnval/filterSet/objectSet' ? readUpdate(part) : undefined;
    if (update !== undefined) onUpdate(update);
  };
  const options = [element('maxWaitSeconds', WAIT_SECONDS), element('maxObjectUpdates', UPDATES_PER_ANSWER)];
  await client.read(
    {
      method: 'WaitForUpdatesEx',
      target: wait.collector,
      parameters: [element('version', wait.version), element('options', options)],
      signal: wait.signal,
      limitMs: WAIT_LIMIT_MS,
    },
    { paths: ['returnval/version', 'returnval/truncated', 'returnval/filterSet/objectSet'], onPart },
  );
  return answer;
}

interface Again {
  readonly moref: Moref;
  readonly content: ServiceContent;
  readonly signal: AbortSignal;
}

async function readAgain(client: VsphereClient, objects: ObjectSet, { moref, content, signal }: Again): Promise<void> {
  const changes = await retrieveOne(client, moref, pathsOf(moref.type, content), signal);
  objects.apply({ moref, kind: 'enter', changes });
}

type Portion = ReturnType<ObjectSet['take']>;

function portions({ put, removed }: Portion): readonly Portion[] {
  const parts: Portion[] = removed.length > 0 ? [{ put: [], removed }] : [];
  for (let start = 0; start < put.length; start += RECORDS_PER_MESSAGE) {
    parts.push({ put: put.slice(start, start + RECORDS_PER_MESSAGE), removed: [] });
  }
  return parts;
}
