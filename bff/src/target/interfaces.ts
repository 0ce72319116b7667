import type { Interface, Network } from '../api/kinds/kubevirt.ts';
import type { SourceNic } from '../machine/source-machine.ts';
import { mapNics, type NetworkTarget } from './network-mapping.ts';
import { networkName } from './template-names.ts';
import type { DeviceModels, TargetInput } from './target-input.ts';

const pciAddress = /^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/i;

/** Interfaces and networks of the target; NICs that are ignored or unmapped are left out. */
export function targetInterfaces(
  input: TargetInput,
  models: DeviceModels,
): { interfaces: Interface[]; networks: Network[] } {
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
    interfaces: named.map(({ nic, target, name }) => ({ name, ...attachment(target), ...card(nic, models) })),
    networks: named.map(({ target, name }) => ({ name, ...network(target, input.namespace) })),
  };
}

function attachment(target: NetworkTarget): Pick<Interface, 'bridge' | 'masquerade'> {
  return target.type === 'pod' ? { masquerade: {} } : { bridge: {} };
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
