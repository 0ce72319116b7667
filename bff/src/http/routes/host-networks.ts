import { hosts } from '../../api/generated/host.ts';
import type { Provider } from '../../api/generated/provider.ts';
import { secrets } from '../../api/kinds/core.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors.ts';
import type { VmkernelAdapter } from '../../providers/vsphere/host-model.ts';
import { chooseHostNetworks, forgetHostNetworks } from '../../writers/host-networks.ts';
import type { Caller } from '../caller.ts';
import { access } from '../rights.ts';
import type { RouteContext } from '../route-context.ts';
import type { Routes } from '../route.ts';
import { inventoryFor } from './inventory-reads.ts';

interface KnownHost {
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
}

/** Throws NotFoundError (`host-not-found`). */
async function hostAt(inventory: ProviderInventory, provider: string, id: string): Promise<KnownHost> {
  const row = await inventory.row('hosts', id);
  if (row === undefined) {
    throw new NotFoundError(`${provider} has no host ${id}.`, {
      code: 'host-not-found',
      parameters: { provider, host: id },
    });
  }
  // Records of this collection are made by the vSphere driver only.
  const { name, vNICs } = row as { readonly name: string; readonly vNICs: readonly VmkernelAdapter[] };
  return { id, name, addresses: vNICs.map(({ ipAddress }) => ipAddress).filter((address) => address !== '') };
}

/** Else whoever may create hosts could have credentials sent to a server of their choice. */
function refuseForeign({ name, addresses }: KnownHost, address: string): void {
  if (addresses.includes(address)) return;
  throw new InvalidInputError(`No adapter of ${name} has the address ${address}.`, {
    code: 'address-not-of-host',
    parameters: { host: name, address },
  });
}

async function demandAll(caller: Caller, project: string): Promise<void> {
  for (const verb of ['create', 'patch'])
    for (const resource of [hosts, secrets]) await caller.demand(access(verb, resource, project));
}

export function hostNetworks({
  catalog,
  connectors,
}: RouteContext): Pick<Routes, 'chooseHostNetworks' | 'forgetHostNetworks'> {
  /** A single host is read directly already. */
  function refuseWithoutHosts({ metadata, spec }: Provider): void {
    if (spec.settings?.sdkEndpoint !== 'esxi' && connectors.get(spec.type)?.hosts !== undefined) return;
    throw new InvalidInputError(`${metadata.name} is no vCenter: there are no hosts to choose.`, {
      code: 'no-hosts-to-choose',
      parameters: { provider: metadata.name },
    });
  }

  return {
    chooseHostNetworks: async ({ caller, params, body }) => {
      const { project: namespace, name } = params;
      await demandAll(caller, namespace);
      const { provider, inventory } = await inventoryFor(catalog, caller, params);
      refuseWithoutHosts(provider);
      const chosen = await Promise.all(
        body.hosts.map(async ({ id, address }) => ({ address, known: await hostAt(inventory, name, id) })),
      );
      for (const { known, address } of chosen) refuseForeign(known, address);
      const { user, password } = body;
      const places = chosen.map(({ known, address }) => ({ id: known.id, name: known.name, address }));
      return {
        hosts: await chooseHostNetworks(caller, { provider: { namespace, name }, hosts: places, user, password }),
      };
    },

    forgetHostNetworks: async ({ caller, params, body }) => {
      const { project: namespace, name } = params;
      await caller.demand(access('delete', hosts, namespace));
      const { provider, inventory } = await inventoryFor(catalog, caller, params);
      refuseWithoutHosts(provider);
      const places = await Promise.all(body.hosts.map((id) => hostAt(inventory, name, id)));
      return { removed: await forgetHostNetworks(caller, { provider: { namespace, name }, places }) };
    },
  };
}
