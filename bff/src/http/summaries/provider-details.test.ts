import { expect, it } from 'vitest';
import { provider } from '../../testing/plan-scope.ts';
import { providerDetails } from './provider-details.ts';

it.each<['True' | 'False', string | undefined]>([
  ['True', 'VMware vCenter Server 8.0.3'],
  ['False', undefined],
])('names the product while the connection test stands at %s', (status, product) => {
  const tested = { type: 'ConnectionTestSucceeded', status, items: ['product:VMware vCenter Server 8.0.3'] };
  const vcenter = { ...provider('vcenter', 'vsphere', []), status: { conditions: [tested] } };
  expect(providerDetails({ provider: vcenter, plans: 0, heldBy: [], counts: {} }).product).toBe(product);
});
