import type { Interface, Network } from '../api/kinds/kubevirt.ts';
import { keptAddresses } from '../machine/kept-addresses.ts';
import type { SourceNic } from '../machine/source-machine.ts';
import { isWithin } from './primary-network.ts';
import { mapNics, type NetworkTarget } from './network-mapping.ts';
import { networkName } from './template-names.ts';
import type { DeviceModels, TargetInput } from './target-input.ts';

const pciAddress = /^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/i;

/** Interfaces and networks of the target; NICs that are ignored or unmapped are left out. */
export function targetInterfaces(
  input: TargetInput,
  models: DeviceModels,
): { interfaces: Interface[]; networks: Network[]; addresses?: Record<string, string> } {
  const named = mapNics(input.machine.nics, input.networks).mapped.map(({ nic, target }, index) => ({
    nic,
    target,
    name: networkName(input.options.networkNameTemplate, {
      NetworkName: target.name ?? '',
      NetworkNamespace: target.namespace ?? '',
      NetworkType: target.type,
      NetworkIndex: index,
    }),
  }));
  return {
    interfaces: named.map(({ nic, target, name }) => ({ name, ...attachment(target, input), ...card(nic, models) })),
    networks: named.map(({ target, name }) => ({ name, ...network(target, input.namespace) })),
    ...requestedAddresses(input, named),
  };
}

function attachment(
  { type }: NetworkTarget,
  { primaryNetwork }: TargetInput,
): Pick<Interface, 'bridge' | 'masquerade' | 'binding'> {
  if (type !== 'pod') return { bridge: {} };
  return primaryNetwork === undefined ? { masquerade: {} } : { binding: { name: 'l2bridge' } };
}

/** A user-defined network gives guests the addresses that are asked for, from OpenShift 4.20 on. */
function requestedAddresses(
  { machine, options, primaryNetwork }: TargetInput,
  named: readonly { readonly nic: SourceNic; readonly target: NetworkTarget; readonly name: string }[],
): { addresses?: Record<string, string> } {
  if (primaryNetwork === undefined || options.preserveStaticIPs === false) return {};
  const kept = keptAddresses(machine).filter(({ ip }) => isWithin(primaryNetwork, ip));
  const wanted = named
    .filter(({ target }) => target.type === 'pod')
    .map(({ nic, name }) => [name, kept.filter(({ mac }) => mac.toLowerCase() === nic.mac.toLowerCase())] as const)
    .filter(([, addresses]) => addresses.length > 0)
    .map(([name, addresses]) => [name, addresses.map(({ ip }) => ip)]);
  if (wanted.length === 0) return {};
  return { addresses: { 'network.kubevirt.io/addresses': JSON.stringify(Object.fromEntries(wanted)) } };
}

function card(nic: SourceNic, models: DeviceModels): Omit<Interface, 'name'> {
  return {
    model: models === 'compatible' ? 'e1000e' : 'virtio',
    ...(nic.mac && { macAddress: nic.mac }),
    ...(nic.pciAddress && pciAddress.test(nic.pciAddress) && { pciAddress: nic.pciAddress }),
    ...(!nic.startConnected && { state: 'down' as const }),
  };
}

function network(target: NetworkTarget, namespace: string): Omit<Network, 'name'> {
  if (target.type === 'pod') return { pod: {} };
  return { multus: { networkName: `${target.namespace ?? namespace}/${target.name ?? ''}` } };
}
