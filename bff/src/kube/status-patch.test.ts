import { describe, expect, it } from 'vitest';
import type { KubeObject, Resource } from '../api/resource.ts';
import { isConflict } from './api-error.ts';
import type { Client } from './client.ts';
import { patchStatus } from './status-patch.ts';
import { ConditionalClient } from '../testing/conditional-client.ts';

interface Job extends KubeObject {
  status?: { phase?: string; done?: number; conditions?: string[] };
}
const jobs: Resource<Job> = { group: 'test.dev', version: 'v1', plural: 'jobs', kind: 'Job', scope: 'Namespaced' };

async function stored(client: ConditionalClient, status: Job['status']): Promise<Job> {
  return client.create(jobs, {
    apiVersion: 'test.dev/v1',
    kind: 'Job',
    metadata: { namespace: 'ns', name: 'a' },
    status,
  });
}

describe('patchStatus', () => {
  it('sends only what differs', async () => {
    const client = new ConditionalClient();
    const patches: unknown[] = [];
    const recording = {
      mergePatch: (_: unknown, key: unknown, patch: unknown, options: unknown) => patches.push([key, patch, options]),
    };
    const before = await stored(client, { phase: 'Old', done: 1, conditions: ['x'] });
    await patchStatus(recording as unknown as Client, jobs, {
      before,
      after: { ...before, status: { done: 2, conditions: ['x'] } },
    });
    const { uid, resourceVersion } = before.metadata;
    expect(patches).toEqual([
      [
        { namespace: 'ns', name: 'a' },
        { metadata: { uid, resourceVersion }, status: { phase: null, done: 2 } },
        { subresource: 'status' },
      ],
    ]);
  });

  it('sends nothing without a difference', async () => {
    const client = new ConditionalClient();
    const before = await stored(client, { phase: 'Same' });
    const after = { ...before, metadata: { ...before.metadata, labels: { ignored: 'here' } } };
    expect(await patchStatus(client as unknown as Client, jobs, { before, after })).toBe(before);
    expect(client.writes).toEqual(['POST jobs']);
  });

  it('is refused when the object has changed since it was read', async () => {
    const client = new ConditionalClient();
    const before = await stored(client, { done: 1 });
    const patch = (done: number) =>
      patchStatus(client as unknown as Client, jobs, { before, after: { ...before, status: { done } } });
    expect((await patch(2)).status?.done).toBe(2);
    const error = await patch(3).catch((refused: unknown) => refused);
    expect(isConflict(error)).toBe(true);
  });
});
