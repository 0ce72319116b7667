import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hosts, type HostSpec } from '../../api/generated/host.ts';
import { providers } from '../../api/generated/provider.ts';
import { secrets } from '../../api/kinds/core.ts';
import { collectHere } from '../../inventory/collector-thread.ts';
import { ProviderInventories } from '../../inventory/provider-inventories.ts';
import { drivers } from '../../providers/registry.ts';
import { JudgingWorld } from '../../testing/judging-world.ts';
import { password, startVcenter, user, type TestHost, type TestVcenter } from '../../testing/vcenter.ts';

const namespace = 'migrations';
const apiVersion = 'forklift.konveyor.io/v1beta1';

let source: TestVcenter;
let inventories: ProviderInventories;
let world: JudgingWorld;
let esx: TestHost;

const encoded = (data: Record<string, string>) =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));

function addSecret(name: string, data: Record<string, string>) {
  const metadata = { name, namespace };
  return world.cluster.client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata, data: encoded(data) });
}

let count = 0;

/** Adds a Host that would be ready but for `change`; returns its name. */
async function addHost(change: Partial<HostSpec> = {}): Promise<string> {
  count += 1;
  const name = `host-${count}`;
  await world.cluster.client.create(hosts, {
    apiVersion,
    kind: 'Host',
    metadata: { name, namespace },
    spec: {
      id: esx.id,
      ipAddress: esx.address,
      provider: { name: 'vcenter', namespace },
      secret: { name: 'esx', namespace },
      ...change,
    },
  });
  return name;
}

async function judged(change: Partial<HostSpec> = {}): Promise<string[]> {
  const name = await addHost(change);
  await world.until(async () => (await world.conditions(hosts, name)).length > 0, 'it was judged');
  return world.conditions(hosts, name);
}

beforeAll(async () => {
  source = await startVcenter();
  esx = await source.listenAsHost('esx-01.sandbox.test');
  await source.listenAsHost('esx-03.sandbox.test');
  const { clock, context } = source;
  inventories = new ProviderInventories({ context, collect: collectHere });
  world = await JudgingWorld.create({ clock, connectors: drivers, driverContext: context, inventories });
  await world.addSecret({ user, password, insecureSkipVerify: 'true' });
  await addSecret('esx', esx.account);
  await world.addProvider({ url: 'https://vc.sandbox.test/sdk' });
  await world.untilCondition(providers, 'vcenter', 'Ready');
});
afterAll(async () => {
  await world.close();
  await inventories.close();
});

describe('a host', () => {
  it.each([
    ['by its id', {}],
    ['by its name', { id: undefined, name: 'esx-01.sandbox.test' }],
  ])('is ready when it takes the login at its address, named %s', async (_how, change) => {
    expect(await judged(change)).toEqual([
      'Validated',
      'ConnectionTestSucceeded',
      'ConversionViaProvider/AddressNotInCertificate',
      'Ready',
    ]);
    expect(esx.endpoint.sessions.open).toBe(0);
  });

  it.each<[string, Partial<HostSpec>, string[]]>([
    ['that is not named', { id: undefined }, ['RefNotValid/NotSet']],
    ['that does not exist', { id: 'host-999' }, ['RefNotValid/NotFound']],
    ['of a provider that does not exist', { provider: { name: 'other' } }, ['ProviderNotValid/NotFound']],
    ['of no provider', { provider: {} }, ['ProviderNotValid/NotSet']],
    [
      'of a provider in another namespace',
      { provider: { name: 'vcenter', namespace: 'elsewhere' } },
      ['ProviderNotValid/NotAllowed'],
    ],
    ['with an address that is a name', { ipAddress: 'esx-01.sandbox.test' }, ['IpNotValid']],
    ['without a Secret', { secret: {} }, ['SecretNotValid']],
    ['with a Secret that does not exist', { secret: { name: 'other' } }, ['SecretNotValid']],
    ['with a Secret of another namespace', { secret: { name: 'esx', namespace: 'gantry' } }, ['SecretNotValid']],
    ['at an address where nobody answers', { ipAddress: '198.51.100.77' }, ['Validated', 'ConnectionTestFailed']],
  ])('%s is not', async (_what, change, expected) => {
    expect(await judged(change)).toEqual(expected);
  });

  it('in maintenance is not, whatever it answers', async () => {
    expect(await judged({ id: undefined, name: 'esx-03.sandbox.test' })).toEqual(
      expect.arrayContaining(['InMaintenance', 'HostStatusNotGreen']),
    );
  });

  it('that presents another certificate gets no password', async () => {
    const before = esx.endpoint.sessions.refusedLogins + esx.endpoint.sessions.logins;
    esx.presented = '00:11:22';
    const conditions = await judged({ secret: { name: 'esx', namespace } });
    esx.presented = esx.thumbprint;
    expect(conditions).toEqual(['Validated', 'ConnectionTestFailed']);
    expect(esx.endpoint.sessions.refusedLogins + esx.endpoint.sessions.logins).toBe(before);
  });

  it('that refused the login is not asked again until the Secret changes', async () => {
    await addSecret('wrong', { ...esx.account, password: 'wrong' });
    const refused = () => esx.endpoint.sessions.refusedLogins;
    const before = refused();
    const name = await addHost({ secret: { name: 'wrong', namespace } });
    await world.untilCondition(hosts, name, 'ConnectionTestFailed');
    await world.clock.advance(3_600_000);
    await world.stopControllers();
    await world.startControllers();
    await world.clock.advance(3_600_000);
    expect(refused() - before).toBe(1);
    await world.cluster.client.mergePatch(secrets, { name: 'wrong', namespace }, { data: encoded(esx.account) });
    await world.untilCondition(hosts, name, 'Ready');
  });
});

describe('a single host as the provider', () => {
  it('has no hosts to choose', async () => {
    await world.cluster.client.create(providers, {
      apiVersion,
      kind: 'Provider',
      metadata: { name: 'single', namespace },
      spec: {
        type: 'vsphere',
        url: `https://${esx.address}/sdk`,
        settings: { sdkEndpoint: 'esxi' },
        secret: { name: 'esx', namespace },
      },
    });
    expect(await judged({ provider: { name: 'single', namespace } })).toEqual(['TypeNotValid']);
  });
});
