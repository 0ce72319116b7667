import { expect } from 'vitest';
import type { KubeObject, Resource } from '../api/resource.ts';
import type { Informer } from '../kube/informer.ts';
import { collectionPath } from '../kube/paths.ts';
import type { AbuseCase } from './abuse-cases.ts';
import type { AbuseWorld } from './abuse-world.ts';
import { identity, Witness } from './witness.ts';

interface Plain extends KubeObject {
  data?: Record<string, string>;
}

const resources: readonly Resource<Plain>[] = [
  { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', scope: 'Namespaced' },
  { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', scope: 'Namespaced' },
];
const namespaces: Resource = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', scope: 'Cluster' };

const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
const labels = { abuse: 'yes' };
const labelSelector = 'abuse=yes';
const healedWithinMs = 10_000;
const listsPerFault = 2;

interface Kind {
  readonly resource: Resource<Plain>;
  readonly informer: Informer<Plain>;
  readonly witness: Witness<Plain>;
  /** What the server has, by name. */
  readonly present: Map<string, Plain>;
  /** `identity` of everything that the server had since the last time all agreed. */
  readonly history: Set<string>;
  readonly path: string;
}

/** Two informers that have to know what their server knows, whatever stands between. */
export class AbuseBench {
  readonly #world: AbuseWorld;
  readonly #namespace: string;
  readonly #random: () => number;
  #kinds: readonly Kind[] = [];
  #changes = 0;

  constructor(world: AbuseWorld, namespace: string, random: () => number) {
    this.#world = world;
    this.#namespace = namespace;
    this.#random = random;
  }

  async start(): Promise<void> {
    const { direct } = this.#world;
    const name = this.#namespace;
    await direct.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    this.#kinds = resources.map((resource) => this.#watched(resource));
    await this.#change(8);
    await this.#agreed('at first');
  }

  /** Goes through a fault; fails where the informers have not recovered in time, or asked too much, or told lies. */
  async endure({ name, rules, lastsMs }: AbuseCase): Promise<void> {
    const { proxy } = this.#world;
    const before = this.#kinds.map(({ path }) => proxy.lists(path));
    proxy.strike(rules);
    for (let quarter = 0; quarter < 4; quarter += 1) {
      await this.#change(3);
      await this.#world.pass(lastsMs / 4);
    }
    proxy.heal();
    await this.#change(2);
    await this.#agreed(name);
    const asked = this.#kinds.map(({ path }, index) => proxy.lists(path) - (before[index] ?? 0));
    expect(Math.max(...asked), `lists per kind: ${name}`).toBeLessThanOrEqual(listsPerFault);
  }

  async stop(): Promise<void> {
    await this.#world.direct.client.delete(namespaces, { name: this.#namespace });
    await this.#world.close();
  }

  #watched(resource: Resource<Plain>): Kind {
    const namespace = this.#namespace;
    const history = new Set<string>();
    const witness = new Witness<Plain>();
    const informer = this.#world.abused.informer({ resource, namespace, labelSelector });
    informer.addHandler(witness);
    const path = collectionPath(resource, namespace);
    return { resource, informer, witness, present: new Map(), history, path };
  }

  async #change(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) for (const kind of this.#kinds) await this.#changeOne(kind);
  }

  /** Creates, changes, deletes, or deletes and creates anew under the same name. */
  async #changeOne(kind: Kind): Promise<void> {
    const { client } = this.#world.direct;
    const { resource, present } = kind;
    const name = names[Math.floor(this.#random() * names.length)] ?? '';
    const key = { namespace: this.#namespace, name };
    const chance = this.#random();
    this.#changes += 1;
    const data = { value: Buffer.from(String(this.#changes)).toString('base64') };
    if (present.has(name) && chance < 0.6) {
      this.#keep(kind, await client.mergePatch(resource, key, { data }));
      return;
    }
    if (present.has(name)) {
      await client.delete(resource, key);
      present.delete(name);
      if (chance < 0.8) return;
    }
    const metadata = { ...key, labels };
    this.#keep(kind, await client.create(resource, { apiVersion: 'v1', kind: resource.kind, metadata, data }));
  }

  #keep({ present, history }: Kind, object: Plain): void {
    present.set(object.metadata.name, object);
    history.add(identity(object));
  }

  async #agreed(when: string): Promise<void> {
    const { clock } = this.#world;
    const end = clock.now() + healedWithinMs;
    const all = () => this.#kinds.every(agrees);
    while (!all() && clock.now() < end) await this.#world.pass(100);
    await this.#world.arrive(all);
    for (const kind of this.#kinds) {
      const { witness, informer, present, history } = kind;
      const should = [...present.values()].map(identity).sort();
      expect(informer.list().map(identity).sort(), `${kind.resource.kind}: ${when}`).toEqual(should);
      expect(witness.view, `${kind.resource.kind}, as handlers know it: ${when}`).toEqual(should);
      expect(witness.wrong, when).toEqual([]);
      expect(
        [...witness.told].filter((object) => !history.has(object)),
        `what never existed: ${when}`,
      ).toEqual([]);
      // What is older cannot come again.
      witness.told.clear();
      history.clear();
      for (const object of present.values()) history.add(identity(object));
    }
  }
}

function agrees({ informer, present }: Kind): boolean {
  const known = informer.list();
  return known.length === present.size && known.every((object) => same(object, present.get(object.metadata.name)));
}

function same(object: KubeObject, other: KubeObject | undefined): boolean {
  return other !== undefined && identity(object) === identity(other);
}
