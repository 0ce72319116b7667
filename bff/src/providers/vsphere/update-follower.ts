import { ProviderUnavailableError } from '../../platform/errors.ts';
import { textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import type { VsphereClient } from './client.ts';
import { kinds, vmPaths } from './kinds.ts';
import type { ObjectSet } from './object-set.ts';
import { propertyFilterSpec, readUpdate } from './property-collector.ts';
import type { FilterSpec, ObjectUpdate, Traversal } from './property-collector.ts';
import { retrieveOne } from './retrieve.ts';
import { morefOf } from './service-content.ts';
import type { ServiceContent } from './service-content.ts';
import { element } from './soap.ts';
import type { Moref } from './soap.ts';

const WAIT_SECONDS = 60;
const UPDATES_PER_ANSWER = 1_000;
const WAIT_LIMIT_MS = 10 * 60_000;
/** More than any vCenter can have. */
const MOST_OBJECTS = 1_000_000;

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

export interface Answer {
  /** It was the last of those that tell what there is. */
  readonly isComplete: boolean;
  /** How many objects it spoke of. */
  readonly told: number;
}

/**
 * Takes over the updates of one session, one answer at a time. After a broken connection it goes on from where it stood:
 * the server tells an answer again that did not arrive.
 */
export class UpdateFollower {
  readonly #client: VsphereClient;
  readonly #content: ServiceContent;
  readonly #objects: ObjectSet;
  #collector: Moref | undefined;
  #version = '';
  #loading = true;
  /** The next answer is wanted at once, be there news or not. */
  #hurried = true;

  constructor(client: VsphereClient, content: ServiceContent, objects: ObjectSet) {
    this.#client = client;
    this.#content = content;
    this.#objects = objects;
  }

  /** The connection broke: what is known may be old until the server has answered again. */
  resume(): void {
    this.#hurried = true;
  }

  /** Throws when the source or the session is lost. */
  async next(signal: AbortSignal): Promise<Answer> {
    this.#collector ??= await createCollector(this.#client, this.#content, signal);
    if (this.#version === '') this.#objects.beginLoad();
    const partly: Moref[] = [];
    let told = 0;
    const wait = {
      collector: this.#collector,
      version: this.#version,
      seconds: this.#hurried ? 0 : WAIT_SECONDS,
      signal,
    };
    const answer = await waitForUpdates(this.#client, wait, (update) => {
      told += 1;
      const again = this.#objects.apply(update);
      if (again !== undefined) partly.push(again);
    });
    // The root folder is there, so that the first answer of a load tells something.
    if (this.#loading && answer.version === '') throw silent();
    if ((answer.truncated && told === 0) || this.#objects.size > MOST_OBJECTS) throw endless();
    for (const moref of partly) await this.#readAgain(moref, signal);
    this.#version = answer.version || this.#version;
    const isComplete = (this.#loading || this.#hurried) && !answer.truncated;
    if (this.#loading && isComplete) this.#objects.endLoad();
    this.#loading &&= !isComplete;
    this.#hurried &&= !isComplete;
    return { isComplete, told };
  }

  async #readAgain(moref: Moref, signal: AbortSignal): Promise<void> {
    const changes = await retrieveOne(this.#client, moref, pathsOf(moref.type, this.#content), signal);
    this.#objects.apply({ moref, kind: 'enter', changes });
  }
}

function endless(): ProviderUnavailableError {
  return new ProviderUnavailableError('The vCenter tells of its inventory without end.', { code: 'NotAVcenter' });
}

function silent(): ProviderUnavailableError {
  return new ProviderUnavailableError('The vCenter tells nothing of its inventory.', { code: 'NotAVcenter' });
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
  readonly seconds: number;
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
  const options = [element('maxWaitSeconds', wait.seconds), element('maxObjectUpdates', UPDATES_PER_ANSWER)];
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
