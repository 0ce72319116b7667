import type { Provider } from '../../api/generated/provider.ts';
import { providers } from '../../api/generated/provider.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import type { TargetClusters } from '../../migration/target/target-clusters.ts';
import { sleep, type Clock } from '../../platform/clock.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { Caller, Callers } from '../caller.ts';
import type { Catalog } from '../catalog.ts';
import { access } from '../rights.ts';
import { views } from './provider-resources.ts';
import type { ProviderView } from './provider-view.ts';

export interface PermissionOptions {
  readonly callers: Callers;
  readonly catalog: Pick<Catalog, 'providers' | 'inventory' | 'changed'>;
  readonly targets: TargetClusters;
  readonly clock: Clock;
  readonly serviceNamespace: string;
}

/** No provider of that type and UID has an inventory: clients tell it from an object that is missing by a header. */
export class ProviderNotFoundError extends NotFoundError {}

export interface Permitted {
  readonly provider: Provider;
  /** What the view was made from. */
  readonly inventory: ProviderInventory | undefined;
  readonly view: ProviderView;
}

type Headers = Parameters<Callers['of']>[0];

/** Who may see what: `get` on the provider that a path names, else `list` on providers. */
export class Permission {
  readonly #options: PermissionOptions;

  constructor(options: PermissionOptions) {
    this.#options = options;
  }

  /** Throws UnauthenticatedError, ProviderNotFoundError or ForbiddenError. */
  async toGet(headers: Headers, { type, uid }: { readonly type: string; readonly uid: string }): Promise<Permitted> {
    const caller = await this.#options.callers.of(headers);
    const provider = this.#options.catalog.providers().find(({ metadata }) => metadata.uid === uid);
    const permitted = provider?.spec.type === type ? this.#permitted(provider, caller) : undefined;
    if (provider === undefined || permitted === undefined)
      throw new ProviderNotFoundError(`No inventory of a ${type} provider ${uid} is known.`);
    const { namespace = '', name } = provider.metadata;
    await caller.demand(access('get', providers, namespace, name));
    return permitted;
  }

  /** Providers of the namespace, of all where it is empty, with their views. Throws UnauthenticatedError or ForbiddenError. */
  async toList(headers: Headers, namespace: string): Promise<readonly Permitted[]> {
    const caller = await this.#options.callers.of(headers);
    const place = namespace === '' ? undefined : namespace;
    await caller.demand(access('list', providers, place));
    return this.#options.catalog.providers(place).flatMap((provider) => this.#permitted(provider, caller) ?? []);
  }

  /** Calls back when what is collected of the provider is not what it was. */
  replaced({ provider, inventory }: Permitted, listener: () => void): () => void {
    const { catalog } = this.#options;
    return catalog.changed(() => {
      if (catalog.inventory(provider) !== inventory) listener();
    });
  }

  #permitted(provider: Provider, caller: Caller): Permitted | undefined {
    const { type } = provider.spec;
    const { catalog, targets, clock, serviceNamespace } = this.#options;
    if (!Object.hasOwn(views, type)) return undefined;
    const pause = (ms: number, signal: AbortSignal) => sleep(clock, ms, signal);
    const inventory = catalog.inventory(provider);
    const view = views[type]?.({ provider, caller, inventory, targets, serviceNamespace, pause });
    return view && { provider, inventory, view };
  }
}
