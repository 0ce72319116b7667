import { worldVcenter } from '@gantry/sandbox/world.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { secrets } from '../api/kinds/core.ts';
import { ProviderUnavailableError } from '../platform/errors.ts';
import { ServicePlan, spring, vcenter, type Seeds } from '../testing/service-plan.ts';
import { canary, machine, ServiceWorld, type ServiceWorldOptions } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

const mebibyte = 2 ** 20;

let world: ServiceWorld;
let plan: ServicePlan;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

const slow: ServiceWorldOptions = {
  vms: [machine(1), machine(2)],
  timings: { copyBytesPerSecond: mebibyte / 8, inspectMs: 10_000 },
};
const raw: Seeds = { plan: { skipGuestConversion: true } };
const vcenterFaults = () => world.world.vcenter.faults;
const logins = () => world.world.vcenter.calls.get('Login') ?? 0;

describe('a provider that cannot be used says why, and its plan waits', () => {
  test('a wrong password is tried at most three times, by tests, inventory and runs together', async () => {
    world = await ServiceWorld.create();
    plan = await ServicePlan.apply(world, { secret: { password: 'wrong' } });
    await plan.start();
    const { message = '' } = await plan.untilCondition(providers, vcenter.name, 'ConnectionAuthFailed');
    await world.pass(600_000);
    expect(logins()).toBeLessThanOrEqual(3);
    expect(message).toMatch(/refuse/);
    const blocked = await plan.untilCondition(plans, spring.name, 'SourceProviderNotReady');
    expect(blocked.message).toContain('vc is not ready');
    await world.client.mergePatch(secrets, vcenter, { stringData: { password: canary } });
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
  });

  test('an address where nobody answers is tried again until somebody does', async () => {
    world = await ServiceWorld.create();
    const url = 'https://nowhere.sandbox.test/sdk';
    plan = await ServicePlan.apply(world, { provider: { url } });
    const { message } = await plan.untilCondition(providers, vcenter.name, 'ConnectionTestFailed');
    expect(message).toContain('nowhere.sandbox.test');
    await world.client.mergePatch(providers, vcenter, { spec: { url: worldVcenter.url } });
    await plan.untilCondition(plans, spring.name, 'Ready');
  });

  test('a certificate that nobody vouches for', async () => {
    world = await ServiceWorld.create({
      certificate: () =>
        Promise.reject(
          new ProviderUnavailableError('The certificate of vcenter.sandbox.test is not trusted.', {
            code: 'certificate-untrusted',
          }),
        ),
    });
    plan = await ServicePlan.apply(world);
    const { message } = await plan.untilCondition(providers, vcenter.name, 'ConnectionTestFailed');
    expect(message).toContain('is not trusted');
    await world.pass(60_000);
    expect(plan.conditions(plans, spring.name).map(({ type }) => type)).toContain('SourceProviderNotReady');
  });

  test('a privilege that the user lacks is named', async () => {
    world = await ServiceWorld.create();
    world.world.vcenter.missingPrivileges.add('VirtualMachine.Interact.PowerOff');
    plan = await ServicePlan.apply(world);
    const found = await plan.untilCondition(providers, vcenter.name, 'InsufficientPrivileges');
    expect(found.items?.join()).toContain('VirtualMachine.Interact.PowerOff');
    expect(found.suggestion).not.toBe('');
  });

  test('a Secret without a password', async () => {
    world = await ServiceWorld.create();
    plan = await ServicePlan.apply(world, { secret: { password: '' } });
    const found = await plan.untilCondition(providers, vcenter.name, 'SecretNotValid');
    expect(found).toMatchObject({ reason: 'DataErr', suggestion: expect.stringContaining('Secret') as string });
  });
});

describe('what happens to the vCenter in the middle ends no run', () => {
  test.each<[string, Seeds, string, () => void]>([
    ['its sessions expire', {}, 'CopyDisksVirtV2V', () => world.world.vcenter.sessions.endAll()],
    ['its sessions expire while guests shut down', {}, 'WaitForPowerOff', () => world.world.vcenter.sessions.endAll()],
    ['its sessions expire while CDI copies', raw, 'CopyDisks', () => world.world.vcenter.sessions.endAll()],
    [
      'it answers nobody for some calls',
      {},
      'WaitForPowerOff',
      () => vcenterFaults().add({ method: '*', times: 10, action: { kind: 'drop', when: 'before' } }),
    ],
    [
      'its answers get lost for some calls',
      {},
      'WaitForPowerOff',
      () => vcenterFaults().add({ method: '*', times: 10, action: { kind: 'drop', when: 'after' } }),
    ],
    [
      'it is overloaded for some calls',
      raw,
      'CopyDisks',
      () => vcenterFaults().add({ method: '*', times: 6, action: { kind: 'status', status: 503 } }),
    ],
  ])('%s', async (_name, seeds, phase, happens) => {
    world = await ServiceWorld.create(slow);
    plan = await ServicePlan.started(world, seeds);
    await plan.untilPhase(phase);
    happens();
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
  });

  test('a vCenter that is gone for good: the machine fails, the alert stands, and it runs again when the vCenter is back', async () => {
    world = await ServiceWorld.create({ vms: [machine(1)], timings: slow.timings ?? {} });
    plan = await ServicePlan.started(world);
    await plan.untilPhase('WaitForPowerOff');
    await world.pass(2_000);
    const mend = vcenterFaults().add({ method: '*', times: 1_000_000, action: { kind: 'drop', when: 'before' } });
    const alerted = () => plan.run()?.status?.conditions?.some(({ type }) => type === 'SourceNotRestored') === true;
    await world.until(alerted, 'the alert stands');
    expect(plan.run()?.status?.error).toMatchObject({ code: 'provider-unreachable' });
    mend();
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Failed provider-unreachable' });
    expect(world.guard.power('vm-1')).toBe('poweredOn');
  });

  test('a password that is changed there: the machine fails, and it runs again when the Secret knows the new one', async () => {
    world = await ServiceWorld.create({ vms: [machine(1)], timings: slow.timings ?? {} });
    plan = await ServicePlan.started(world);
    await plan.untilPhase('WaitForPowerOff');
    const { user } = worldVcenter;
    world.world.vcenter.setCredentials([{ user, password: 'renewed-horse-battery' }]);
    world.world.vcenter.sessions.endAll();
    const before = logins();
    await world.pass(30 * 60_000);
    expect(logins() - before).toBeLessThanOrEqual(3);
    expect(plan.run()?.status?.error).toMatchObject({ code: 'sign-in-failed' });
    await world.client.mergePatch(secrets, vcenter, { stringData: { password: 'renewed-horse-battery' } });
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Failed sign-in-failed' });
    expect(world.guard.power('vm-1')).toBe('poweredOn');
  });
});
