import { describe, expect, test } from 'vitest';
import type { NetworkAttachmentDefinition } from '../../api/kinds/network.ts';
import { transferAnnotations, transferRoute } from './transfer-network.ts';

interface Parts {
  readonly route?: string;
  readonly config?: unknown;
}

function network({ route, config }: Parts): NetworkAttachmentDefinition {
  return {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: {
      name: 'fast',
      namespace: 'prod',
      ...(route !== undefined && { annotations: { 'forklift.konveyor.io/route': route } }),
    },
    spec: { config: typeof config === 'string' ? config : JSON.stringify(config) },
  };
}

const routed = (...routes: unknown[]) => ({ ipam: { routes } });
const modern = (gateway?: string) => ({
  'k8s.v1.cni.cncf.io/networks': JSON.stringify([
    { name: 'fast', namespace: 'prod', ...(gateway && { 'default-route': [gateway] }) },
  ]),
});
const legacy = { 'v1.multus-cni.io/default-network': 'prod/fast' };

describe('a network with', () => {
  test.each<[string, Parts, string, Record<string, string>]>([
    ['a gateway', { route: '10.0.0.1' }, 'gateway', modern('10.0.0.1')],
    ['an IPv6 gateway', { route: 'fd00::1' }, 'gateway', modern('fd00::1')],
    ['no gateway on purpose', { route: 'none' }, 'none', modern()],
    ['a default route', { config: routed({ dst: '0.0.0.0/0', gw: '10.0.0.1' }) }, 'gateway', modern('10.0.0.1')],
    ['an IPv6 default route', { config: routed({ dst: '::/0', gw: 'fd00::1' }) }, 'gateway', modern('fd00::1')],
    [
      'both: the annotation counts',
      { route: 'none', config: routed({ dst: '::/0', gw: 'fd00::1' }) },
      'none',
      modern(),
    ],
    ['other routes only', { config: routed({ dst: '10.0.0.0/8', gw: '10.0.0.1' }) }, 'unknown', legacy],
    ['a default route to nowhere', { config: routed({ dst: '0.0.0.0/0' }) }, 'unknown', legacy],
    ['no address management', { config: { type: 'bridge' } }, 'unknown', legacy],
    ['a configuration that is none', { config: '{' }, 'unknown', legacy],
    ['a gateway that is none', { route: 'fast' }, 'malformed', legacy],
  ])('%s', (_name, parts, kind, annotations) => {
    expect(transferRoute(network(parts)).kind).toBe(kind);
    expect(transferAnnotations(network(parts))).toEqual(annotations);
  });
});
