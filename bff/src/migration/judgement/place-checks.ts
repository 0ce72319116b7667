import { isWithin, suitsMachines } from '../../target/primary-network.ts';
import { keptAddresses } from '../../machine/kept-addresses.ts';
import { transferRoute } from '../place/transfer-network.ts';
import { machineItem, type Finding } from './finding.ts';
import { pendingMachines, type PlanScope } from './plan-scope.ts';

export function judgeTransferNetwork({ plan, options }: PlanScope): Finding[] {
  const { transferNetwork } = options;
  if (transferNetwork === undefined) return [];
  const { key, definition } = transferNetwork;
  const name = `${key.namespace ?? ''}/${key.name}`;
  const notValid = { type: 'TransferNetworkNotValid', reason: 'NotValid' };
  if (definition === undefined) {
    return [
      {
        type: 'TransferNetworkNotValid',
        reason: 'NotFound',
        message: `The transfer network ${name} does not exist. The plan cannot start.`,
        suggestion: 'Create the NetworkAttachmentDefinition, or name another one.',
      },
    ];
  }
  if (key.namespace !== plan.spec.targetNamespace && key.namespace !== 'default') {
    return [
      {
        ...notValid,
        message: `The transfer network ${name} is in another namespace, where pods cannot use it. The plan cannot start.`,
        suggestion: `Use a network in ${plan.spec.targetNamespace} or default.`,
      },
    ];
  }
  const route = transferRoute(definition);
  if (route.kind === 'malformed') {
    return [
      {
        ...notValid,
        message: `The gateway of the transfer network ${name} is no address: ${route.text}. The plan cannot start.`,
        suggestion: 'Correct its annotation forklift.konveyor.io/route: an IP address, or none.',
      },
    ];
  }
  if (route.kind !== 'unknown') return [];
  return [
    {
      type: 'TransferNetworkMissingDefaultRoute',
      reason: 'NotValid',
      message: `No gateway of the transfer network ${name} is known: pods that move data get it in place of the pod network.`,
      suggestion: 'Annotate it with forklift.konveyor.io/route: the IP address of its gateway, or none.',
    },
  ];
}

/** Addresses of machines beside the subnets of the network that they would be on. */
export function judgePrimaryNetwork(scope: PlanScope): Finding[] {
  const { primaryNetwork } = scope.options;
  const { targetNamespace, preserveStaticIPs } = scope.plan.spec;
  if (primaryNetwork === undefined) return [];
  if (!suitsMachines(primaryNetwork)) {
    return [
      {
        type: 'UnsupportedUserDefinedNetwork',
        reason: 'NotSupported',
        message: `The user-defined network of ${targetNamespace} is of layer 3, where machines cannot be. The plan cannot start.`,
        suggestion: 'Choose a namespace whose network is of layer 2, or has none of its own.',
      },
    ];
  }
  if (preserveStaticIPs === false) return [];
  const items = pendingMachines(scope).flatMap(({ machine }) =>
    keptAddresses(machine)
      .filter(({ ip }) => !isWithin(primaryNetwork, ip))
      .map(({ ip }) => machineItem(machine, ip)),
  );
  if (items.length === 0) return [];
  return [
    {
      type: 'VMIpNotMatchingUdnSubnet',
      reason: 'NotValid',
      message: `Static addresses are to be kept, and some are outside the subnets of the network of ${targetNamespace}: they cannot be kept there.`,
      suggestion: 'Widen the subnets, map the NICs to another network, or set preserveStaticIPs to false.',
      items,
    },
  ];
}
