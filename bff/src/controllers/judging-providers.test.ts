import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { virtualMachineMigrations } from '../api/generated/virtual-machine-migration.ts';
import { configMaps, secrets } from '../api/kinds/core.ts';
import type { ObjectKey } from '../api/resource.ts';
import { AddressRefusedError } from '../platform/address-guard.ts';
import { fakeParts, JudgingWorld } from '../testing/judging-world.ts';
import { migration, run } from '../testing/plan-scope.ts';

const namespace = 'migrations';
const vcenter = { name: 'vcenter', namespace };

let parts: ReturnType<typeof fakeParts>;
let world: JudgingWorld;
beforeEach(async () => {
  parts = fakeParts();
  world = await JudgingWorld.create(parts);
});
afterEach(async () => {
  await world.close();
});

const at = '2026-01-01T00:00:00Z';
const phase = async () => (await world.cluster.client.get(providers, vcenter)).status?.phase;

describe('provider', () => {
  it('becomes ready, with what was seen of the endpoint', async () => {
    parts.inventories.state = { phase: 'loading', machines: 3 };
    await world.addSecret();
    await world.addProvider({ settings: { vddkInitImage: 'registry.test/vddk:8' } });
    await world.untilCondition(providers, 'vcenter', 'LoadInventory/Started');
    expect(await phase()).toBe('Staging');
    parts.inventories.state = { phase: 'ready', updatedAt: 0 };
    await world.untilCondition(providers, 'vcenter', 'Ready');
    const { status } = await world.cluster.client.get(providers, vcenter);
    const secret = await world.cluster.client.get(secrets, vcenter);
    expect(status).toMatchObject({
      phase: 'Ready',
      observedGeneration: 1,
      fingerprint: '01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67',
      secretResourceVersion: secret.metadata.resourceVersion,
    });
    expect(parts.inventories.calls).toEqual(['start']);
  });

  it.each([
    ['the URL is missing', { url: '' }, 'UrlNotValid/NotSet'],
    ['the URL is none', { url: 'vc.test' }, 'UrlNotValid/Malformed'],
    ['the type is unknown', { type: 'hal9000' }, 'ProviderTypeNotSupported/NotSupported'],
    ['no Secret is named', { secret: {} }, 'SecretNotValid/NotSet'],
    ['the Secret does not exist', { secret: { name: 'none' } }, 'SecretNotValid/NotFound'],
    ['the Secret is elsewhere', { secret: { name: 'x', namespace: 'prod' } }, 'SecretNotValid/NotAllowed'],
  ])('is not valid when %s', async (_name, spec, condition) => {
    await world.addSecret();
    await world.addProvider(spec);
    await world.untilCondition(providers, 'vcenter', condition);
    expect(await phase()).toBe('ValidationFailed');
    expect(parts.source.count('test')).toBe(0);
  });

  it('lacks a key in its Secret, until it is there', async () => {
    await world.addSecret({ user: 'admin' });
    await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'SecretNotValid/DataErr');
    await setPassword('correct');
    await world.untilCondition(providers, 'vcenter', 'Ready');
  });

  it('is tried again while it does not answer', async () => {
    parts.source.reachable = false;
    await world.addSecret();
    await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'ConnectionTestFailed/Tested');
    expect(await phase()).toBe('ConnectionFailed');
    parts.source.reachable = true;
    await world.untilCondition(providers, 'vcenter', 'Ready');
  });

  it('is tried three times with a wrong password, until the Secret changes', async () => {
    await world.addSecret({ user: 'admin', password: 'wrong' });
    await world.addProvider();
    await world.clock.advance(600_000);
    expect(parts.source.count('test')).toBe(3);
    await setPassword('correct');
    await world.untilCondition(providers, 'vcenter', 'Ready');
    expect(parts.source.count('test')).toBe(4);
  });

  it('is not tried again by a process that finds it refused, until the Secret changes', async () => {
    await world.addSecret({ user: 'admin', password: 'wrong' });
    await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'ConnectionAuthFailed/Unauthorized');
    await world.stopControllers();
    await world.startControllers();
    await world.clock.advance(600_000);
    expect(parts.source.count('test')).toBe(1);
    expect(await world.conditions(providers, 'vcenter')).toContain('ConnectionAuthFailed/Unauthorized');
    await setPassword('correct');
    await world.untilCondition(providers, 'vcenter', 'Ready');
  });

  it('at an address where providers are not looked for is not contacted, and says so', async () => {
    parts.source.failNext('test', new AddressRefusedError('vc.test'));
    await world.addSecret();
    await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'UrlNotValid/NotAllowed');
    const { status } = await world.cluster.client.get(providers, vcenter);
    const said = status?.conditions?.find(({ type }) => type === 'UrlNotValid');
    expect(said?.message).toContain('vc.test is an address of this machine or cluster');
    expect(said?.suggestion).toContain('--allow-addresses');
    expect(parts.inventories.calls).not.toContain('start');
  });

  it('says that rules in Rego are not run, until they are gone', async () => {
    await world.addSecret();
    await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'Ready');
    const key = { name: 'validation-service-config', namespace: 'gantry' };
    const rules = { apiVersion: 'v1', kind: 'ConfigMap', metadata: key, data: { 'own.rego': 'package x', note: '' } };
    await world.cluster.client.create(configMaps, rules);
    await world.untilCondition(providers, 'vcenter', 'OwnRulesIgnored/NotSupported');
    await world.cluster.client.delete(configMaps, key);
    await world.clock.until(
      async () => !(await world.conditions(providers, 'vcenter')).includes('OwnRulesIgnored/NotSupported'),
      60_000,
      'the condition to go',
    );
    expect(await world.conditions(providers, 'vcenter')).toContain('Ready');
  });

  it('stops its inventory when the credentials are refused', async () => {
    await world.addSecret();
    await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'Ready');
    await setPassword('wrong');
    await world.untilCondition(providers, 'vcenter', 'ConnectionAuthFailed/Unauthorized');
    expect(parts.inventories.calls).toEqual(['start', 'stop']);
  });

  it('is tested every 30 s, and nothing is written while nothing changes', async () => {
    await world.addAll();
    await world.untilCondition(plans, 'spring', 'Ready');
    await world.clock.advance(60_000);
    const before = parts.source.count('test');
    world.writes.length = 0;
    await world.clock.advance(300_000);
    expect(parts.source.count('test') - before).toBe(10);
    expect(world.writes).toEqual([]);
  });

  it('names certificates that are not verified', async () => {
    await world.addSecret({ user: 'admin', password: 'correct', insecureSkipVerify: 'true' });
    await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'Ready');
    expect(await world.conditions(providers, 'vcenter')).toContain('ConnectionInsecure/SkipTLSVerification');
  });

  it('ends its inventory when it is deleted', async () => {
    await world.addSecret();
    await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'Ready');
    await world.cluster.client.delete(providers, vcenter);
    await world.until(async () => parts.inventories.calls.includes('stop'), 'the inventory has stopped');
  });

  it('stays from the start of a Migration until it ends, though no run has been made yet', async () => {
    const { client } = world.cluster;
    await world.addAll();
    await world.untilCondition(plans, 'spring', 'Ready');
    const key = { name: 'one', namespace };
    await client.create(migrations, migration('one', undefined));
    await client.mergePatch(migrations, key, { status: { started: at } }, { subresource: 'status' });
    await world.until(
      async () => (await client.get(providers, vcenter)).metadata.finalizers?.length === 1,
      'the provider is held',
    );
    await client.delete(providers, vcenter);
    await world.untilCondition(providers, 'vcenter', 'DeletionHeld/InUse');
    await client.mergePatch(migrations, key, { status: { completed: at } }, { subresource: 'status' });
    await world.until(async () => (await client.find(providers, vcenter)) === undefined, 'it is gone');
  });

  it('and its Secret stay while a run needs them', async () => {
    const { client } = world.cluster;
    await world.addSecret();
    const { metadata } = await world.addProvider();
    await world.untilCondition(providers, 'vcenter', 'Ready');
    const needing = run('vm-101', undefined);
    needing.spec.resolved.source.provider.uid = metadata.uid ?? '';
    await client.create(virtualMachineMigrations, needing);
    await world.until(
      async () => (await client.get(providers, vcenter)).metadata.finalizers?.length === 1,
      'the provider is held',
    );
    await client.delete(providers, vcenter);
    await client.delete(secrets, vcenter);
    await world.untilCondition(providers, 'vcenter', 'DeletionHeld/InUse');
    expect(parts.inventories.calls).toEqual(['start']);
    expect((await client.find(secrets, vcenter))?.data?.password).toBeDefined();
    const key = { name: needing.metadata.name, namespace };
    await client.mergePatch(virtualMachineMigrations, key, { status: { state: 'Ended' } }, { subresource: 'status' });
    await world.until(
      async () =>
        (await client.find(providers, vcenter)) === undefined && (await client.find(secrets, vcenter)) === undefined,
      'both are gone',
    );
  });

  it('lets a Secret go that it no longer names', async () => {
    const { client } = world.cluster;
    const { data } = await world.addSecret();
    const other = { name: 'other', namespace };
    await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: other, data });
    const { metadata } = await world.addProvider();
    const needing = run('vm-101', undefined);
    needing.spec.resolved.source.provider.uid = metadata.uid ?? '';
    await client.create(virtualMachineMigrations, needing);
    const holders = async (key: ObjectKey) => (await client.get(secrets, key)).metadata.finalizers ?? [];
    const finalizer = `gantry.dev/in-use-${metadata.uid ?? ''}`;
    await world.until(async () => (await holders(vcenter)).includes(finalizer), 'the Secret is held');
    await client.mergePatch(providers, vcenter, { spec: { secret: { name: 'other' } } });
    await world.until(async () => (await holders(other)).includes(finalizer), 'the other Secret is held');
    expect(await holders(vcenter)).toEqual([]);
  });

  it('may be abandoned while a run needs it', async () => {
    const { client } = world.cluster;
    await world.addSecret();
    const { metadata } = await world.addProvider();
    const needing = run('vm-101', undefined);
    needing.spec.resolved.source.provider.uid = metadata.uid ?? '';
    await client.create(virtualMachineMigrations, needing);
    await world.until(
      async () => (await client.get(providers, vcenter)).metadata.finalizers?.length === 1,
      'it is held',
    );
    await client.delete(providers, vcenter);
    await client.mergePatch(providers, vcenter, { metadata: { annotations: { 'gantry.dev/abandon': 'true' } } });
    await world.until(async () => (await client.find(providers, vcenter)) === undefined, 'the provider is gone');
  });

  it('host stands in the namespace of the service, ready, and comes back', async () => {
    const { client } = world.cluster;
    const host = { name: 'host', namespace: 'gantry' };
    const isReady = async () => (await world.conditions(providers, 'host', 'gantry')).includes('Ready');
    await world.until(isReady, 'host is ready');
    const { uid } = (await client.get(providers, host)).metadata;
    await client.delete(providers, host);
    await world.until(async () => {
      const again = await client.find(providers, host);
      return again !== undefined && again.metadata.uid !== uid;
    }, 'host is back');
  });
});

function setPassword(password: string) {
  const data = { password: Buffer.from(password).toString('base64') };
  return world.cluster.client.mergePatch(secrets, vcenter, { data });
}
