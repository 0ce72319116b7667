import { BlockList, isIP, isIPv4 } from 'node:net';
import { z } from 'zod';
import type { Namespace } from '../api/kinds/core.ts';
import type { NetworkAttachmentDefinition } from '../api/kinds/network.ts';

const primaryLabel = 'k8s.ovn.org/primary-user-defined-network';

/** The user-defined network that pods of a namespace have in place of the cluster's. */
export interface PrimaryNetwork {
  readonly topology: string;
  /** CIDRs; empty where it is not known yet. */
  readonly subnets: readonly string[];
}

const configuration = z.object({ role: z.literal('primary'), topology: z.string(), subnets: z.string().optional() });

/** undefined where pods have the cluster's own network. OVN-Kubernetes makes the definitions, some time after the label. */
export function primaryNetwork(
  namespace: Namespace | undefined,
  definitions: readonly NetworkAttachmentDefinition[],
): PrimaryNetwork | undefined {
  if (namespace?.metadata.labels?.[primaryLabel] === undefined) return undefined;
  for (const { spec } of definitions) {
    const found = configuration.safeParse(parsed(spec?.config)).data;
    if (found !== undefined) return { topology: found.topology, subnets: cidrs(found.subnets) };
  }
  return { topology: 'layer2', subnets: [] };
}

/** Whether an address can be kept there; true where the network says nothing about addresses of its kind. */
export function isWithin({ subnets }: PrimaryNetwork, address: string): boolean {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const alike = subnets.filter((subnet) => isIPv4(addressOf(subnet)) === isIPv4(address));
  if (alike.length === 0 || isIP(address) === 0) return true;
  const list = new BlockList();
  for (const subnet of alike) list.addSubnet(addressOf(subnet), prefixOf(subnet), family);
  return list.check(address, family);
}

/** Layer 3 gives each node its own subnet, so addresses end with the node: machines cannot move. */
export function suitsMachines({ topology }: PrimaryNetwork): boolean {
  return topology !== 'layer3';
}

function cidrs(text = ''): string[] {
  return text.split(',').filter((subnet) => {
    const bits = isIPv4(addressOf(subnet)) ? 32 : 128;
    const prefix = prefixOf(subnet);
    return isIP(addressOf(subnet)) !== 0 && Number.isInteger(prefix) && prefix >= 0 && prefix <= bits;
  });
}

const addressOf = (subnet: string) => subnet.split('/')[0] ?? '';
const prefixOf = (subnet: string) => Number(subnet.split('/')[1]);

function parsed(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
