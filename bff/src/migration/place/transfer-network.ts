import { isIP } from 'node:net';
import { z } from 'zod';
import type { NetworkAttachmentDefinition } from '../../api/kinds/network.ts';

/** On a network that data goes through: the address of its gateway, or `none`. */
const routeAnnotation = 'forklift.konveyor.io/route';
const allAddresses: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);

/** What leads out of the network: the address of a gateway, nothing on purpose, or nothing that is known. */
export type TransferRoute =
  | { readonly kind: 'gateway'; readonly address: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed'; readonly text: string };

const configuration = z.object({
  ipam: z.object({ routes: z.array(z.object({ dst: z.string(), gw: z.string().optional() })).max(1_000) }),
});

export function transferRoute({ metadata, spec }: NetworkAttachmentDefinition): TransferRoute {
  const written = metadata.annotations?.[routeAnnotation] ?? configuredGateway(spec?.config);
  if (written === undefined) return { kind: 'unknown' };
  if (written === 'none') return { kind: 'none' };
  return isIP(written) === 0
    ? { kind: 'malformed', text: written.slice(0, 80) }
    : { kind: 'gateway', address: written };
}

function configuredGateway(config: string | undefined): string | undefined {
  const { ipam } = configuration.safeParse(parsed(config)).data ?? {};
  return ipam?.routes.find(({ dst }) => allAddresses.has(dst))?.gw;
}

function parsed(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Annotations of a pod that moves data through the network. Where no route is known the network stands in for the pod
 * network altogether, which is how older versions of MTV used it.
 */
export function transferAnnotations(network: NetworkAttachmentDefinition): Record<string, string> {
  const { name, namespace = '' } = network.metadata;
  const route = transferRoute(network);
  if (route.kind === 'unknown' || route.kind === 'malformed')
    return { 'v1.multus-cni.io/default-network': `${namespace}/${name}` };
  const gateway = route.kind === 'gateway' ? { 'default-route': [route.address] } : {};
  return { 'k8s.v1.cni.cncf.io/networks': JSON.stringify([{ name, namespace, ...gateway }]) };
}
