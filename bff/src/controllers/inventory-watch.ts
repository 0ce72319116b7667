import type { Provider } from '../api/generated/provider.ts';
import type { ObjectKey } from '../api/resource.ts';
import type { Inventories, ProviderInventory } from '../inventory/inventory.ts';
import { watchOther, type ControllerWatch } from '../kube/controller-watch.ts';
import type { Informer } from '../kube/informer.ts';
import type { Clock } from '../platform/clock.ts';

interface Followed {
  readonly inventory: ProviderInventory;
  readonly end: () => void;
}

/** Least time between two looks at the dependents of one provider: a busy source changes all the time. */
const calmMs = 10_000;

/** Changes of a source's inventory, for whoever depends on the provider. */
export function watchInventories(
  ports: { readonly inventories: Inventories; readonly providers: Informer<Provider>; readonly clock: Clock },
  dependents: (provider: Provider) => readonly ObjectKey[],
): ControllerWatch {
  return watchOther((enqueue) => {
    const followed = new Map<string, Followed>();
    const forget = ({ metadata }: Provider) => {
      followed.get(metadata.uid ?? '')?.end();
      followed.delete(metadata.uid ?? '');
    };
    const follow = (provider: Provider) => {
      const uid = provider.metadata.uid ?? '';
      const inventory = ports.inventories.of(uid);
      if (followed.get(uid)?.inventory === inventory) return;
      forget(provider);
      if (inventory === undefined) return;
      const end = listen(inventory, ports.clock, () => {
        dependents(provider).forEach(enqueue);
      });
      followed.set(uid, { inventory, end });
    };
    const stop = ports.providers.addHandler({
      added: follow,
      updated: (_before, after) => {
        follow(after);
      },
      deleted: forget,
    });
    return () => {
      stop();
      for (const { end } of followed.values()) end();
    };
  });
}

/** Calls `tell` some time after a change, once for all changes until then. */
function listen(inventory: ProviderInventory, clock: Clock, tell: () => void): () => void {
  let cancel: (() => void) | undefined;
  const end = inventory.changed(({ collections }) => {
    if (collections.length === 0) return;
    cancel ??= clock.after(calmMs, () => {
      cancel = undefined;
      tell();
    });
  });
  return () => {
    cancel?.();
    end();
  };
}
