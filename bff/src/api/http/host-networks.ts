import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { named, noQuery } from './shapes.ts';

const path = '/projects/:project/providers/:name/host-networks';
const hostId = z.string().min(1).max(128);
const mostHosts = 200;

function areDistinct(hosts: readonly { readonly id: string }[]): boolean {
  return new Set(hosts.map(({ id }) => id)).size === hosts.length;
}

export const chooseHostNetworks = endpoint({
  id: 'chooseHostNetworks',
  method: 'PUT',
  path,
  summary:
    'Has disks of hosts read at addresses of their own, with one user of theirs. Repeatable; later runs read that way.',
  params: named,
  query: noQuery,
  body: z.object({
    hosts: z
      .array(z.object({ id: hostId, address: z.string().min(1).max(64) }))
      .min(1)
      .max(mostHosts)
      .refine(areDistinct, 'must name each host once'),
    /** Of the hosts themselves, not of the provider. */
    user: z.string().min(1).max(256),
    password: z.string().min(1).max(16_384),
  }),
  /** The objects that say so. */
  answer: z.object({ hosts: z.array(z.object({ id: z.string(), name: z.string() })) }),
});

export const forgetHostNetworks = endpoint({
  id: 'forgetHostNetworks',
  method: 'POST',
  path: `${path}/removals`,
  summary: 'Has disks of hosts read through the provider again. Running migrations keep their way to the end.',
  params: named,
  query: noQuery,
  body: z.object({ hosts: z.array(hostId).min(1).max(mostHosts) }),
  answer: z.object({ removed: z.number().int() }),
});
