import type { SandboxVcenter } from '@gantry/sandbox/sources/vsphere/sandbox-vcenter.ts';
import { worldVcenter } from '@gantry/sandbox/world.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { hosts } from '../api/generated/host.ts';
import { secrets } from '../api/kinds/core.ts';
import { hasCondition } from '../migration/judgement/finding.ts';
import { inUseFinalizer } from '../migration/source/hold.ts';
import type { CertificateProbe } from '../providers/driver.ts';
import { certificateOf } from '../testing/certificate.ts';
import { namespace, ServicePlan, vcenter, type Seeds } from '../testing/service-plan.ts';
import { machine, ServiceWorld } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

const name = 'esx-01.sandbox.test';
const address = '198.51.100.10';
const account = { user: 'root', password: 'of-the-host-alone' };
const key = { name: 'esx-01', namespace };
const raw: Seeds = { plan: { skipGuestConversion: true } };

let world: ServiceWorld;
let esx: SandboxVcenter;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

/** `web-01` is on a host that is read itself, `web-02` on another. */
async function start(seeds: Seeds, { bearsAddress = true } = {}): Promise<ServicePlan> {
  let thumbprint = '';
  const certificate: CertificateProbe = (url, link) =>
    new URL(url).hostname === address
      ? certificateOf(thumbprint, { trusted: bearsAddress })(url, link)
      : certificateOf(worldVcenter.fingerprint)(url, link);
  const vms = [machine(1, { host: name }), machine(2, { host: 'esx-02.sandbox.test' })];
  world = await ServiceWorld.create({ vms, certificate });
  const { clock, network, vcenter: source } = world.world;
  esx = source.host(name, { clock, seed: 'world', credentials: [account] });
  const [entity] = [...source.inventory.all()].filter((each) => 'thumbprint' in each && each.name === name);
  thumbprint = entity !== undefined && 'thumbprint' in entity ? entity.thumbprint : '';
  await network.listen(esx.handle, { host: address, port: 443, tls: { cert: '', key: '' } });
  const plan = await ServicePlan.ready(world, seeds);
  await addHost(entity?.id ?? '');
  await plan.start();
  return plan;
}

async function addHost(id: string): Promise<void> {
  const { client } = world;
  await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { ...key }, stringData: account });
  await client.create(hosts, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Host',
    metadata: { ...key },
    spec: { id, ipAddress: address, provider: vcenter, secret: key },
  });
  const ready = async () => hasCondition((await client.get(hosts, key)).status?.conditions, 'Ready');
  await world.until(ready, 'the host is ready');
}

/** Machines whose disks were read at an endpoint. */
const read = ({ servedBytes }: SandboxVcenter) =>
  [...new Set([...servedBytes.keys()].map((file) => /\] ([^/]+)/.exec(file)?.[1]))].sort();

describe('a plan of machines on a host that is read itself', () => {
  test.each<[string, Seeds]>([
    ['copied by CDI', raw],
    ['copied by virt-v2v', {}],
  ])('and on another, %s', async (_how, seeds) => {
    const plan = await start(seeds);
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
    expect(read(esx)).toEqual(['web-01']);
    expect(read(world.world.vcenter)).toEqual(['web-02']);
    const released = async () => !(await world.client.get(hosts, key)).metadata.finalizers?.includes(inUseFinalizer);
    await world.until(released, 'the host is let go');
  });

  test('is converted through the vCenter where virt-v2v could not verify the host', async () => {
    const plan = await start({}, { bearsAddress: false });
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
    expect(read(esx)).toEqual([]);
  });

  test('keeps the host and its Secret until it has ended, and shows its password nowhere', async () => {
    const plan = await start(raw);
    await plan.untilPhase('CopyDisks', 'vm-1');
    await world.client.delete(hosts, key);
    await world.client.delete(secrets, key);
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
    await world.until(async () => (await world.client.find(hosts, key)) === undefined, 'the host is gone');
    await world.until(async () => (await world.client.find(secrets, key)) === undefined, 'the Secret is gone');
    expect(world.log.filter((line) => line.includes(account.password))).toEqual([]);
  });
});

test('a single host is a provider of its own', async () => {
  world = await ServiceWorld.create({ vms: [machine(1, { host: name })] });
  const { clock, network, vcenter: source } = world.world;
  esx = source.host(name, { clock, seed: 'world', credentials: [account] });
  await network.listen(esx.handle, { host: address, port: 443, tls: { cert: '', key: '' } });
  const plan = await ServicePlan.started(world, {
    secret: { ...account, insecureSkipVerify: 'true' },
    provider: { url: `https://${address}`, settings: { sdkEndpoint: 'esxi' } },
  });
  await plan.ended();
  expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
  expect(read(esx)).toEqual(['web-01']);
  expect(source.sessions.logins).toBe(0);
});
