import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../api/generated/provider.ts';
import { secrets } from '../../api/kinds/core.ts';
import { HttpWorld, project } from '../../testing/http-world.ts';
import { MtvClient } from '../../testing/mtv-client.ts';
import { settled } from '../../testing/vcenter.ts';
import { otherCluster, startOtherCluster, type OtherCluster } from '../../testing/other-cluster.ts';

/** Time passes while the request is on its way over a real socket. */
const day = 24 * 3_600_000;

let world: HttpWorld;
let other: OtherCluster;
let client: MtvClient;
let path: string;

beforeAll(async () => {
  world = await HttpWorld.create();
  const { clock, network } = world.source;
  other = await startOtherCluster({ clock, network });
  await other.admin.create(kinds.storageClass, {
    metadata: { name: 'there' },
    provisioner: 'rbd.csi.ceph.com',
  });
  const { client: kube } = world.admin;
  await kube.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: project, name: 'other' },
    stringData: { token: otherCluster.token },
  });
  const made = await kube.create(providers, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: { namespace: project, name: 'other' },
    spec: { type: 'openshift', url: otherCluster.url, secret: { namespace: project, name: 'other' } },
  });
  await world.settle();
  client = new MtvClient(world);
  path = `providers/openshift/${made.metadata.uid ?? ''}`;
});
afterAll(async () => {
  await world.close();
  await other.close();
});

describe('another cluster', () => {
  it('shows what the account of its provider sees, to whoever may read the provider', async () => {
    const names = (await client.list(`${path}/storageclasses`)).map(({ name }) => name);
    expect(names).toContain('there');
    expect((await client.ask(path, { as: 'nobody' })).status).toBe(401);
  });

  it('says so while it is gone, and is read again when it is back', async () => {
    const comeBack = await other.leave();
    const { status, headers } = await settled(world.source.clock, client.ask(`${path}/namespaces`), day);
    expect(status).toBe(503);
    expect(headers.get('forklift-error-message')).toContain('The cluster of provider other cannot be read');
    await comeBack();
    expect((await client.list(`${path}/namespaces`)).length).toBeGreaterThan(0);
  });
});
