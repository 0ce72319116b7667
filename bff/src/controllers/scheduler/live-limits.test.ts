import { afterEach, expect, test } from 'vitest';
import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import { forkliftControllers } from '../../api/kinds/forklift-controller.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { contenderOf } from '../../migration/contender.ts';
import { ServicePlan } from '../../testing/service-plan.ts';
import { machine, ServiceWorld } from '../../testing/service-world.ts';
import { unsound } from '../../testing/soundness.ts';

let world: ServiceWorld;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

const definitions: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  scope: 'Cluster',
};

const { group, version: name, plural, kind, scope } = forkliftControllers;
const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
/** As MTV's operator brings it. */
const definition: KubeObject & { readonly spec: object } = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: definitions.kind,
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope,
    names: { plural, kind, singular: 'forkliftcontroller', listKind: `${kind}List` },
    versions: [{ name, served: true, storage: true, schema: { openAPIV3Schema } }],
  },
};

test('a limit that is raised while a plan runs lets those start that wait, beside those that copy', async () => {
  const host = 'esx-01.sandbox.test';
  const convertMs = 20 * 60_000;
  world = await ServiceWorld.create({
    vms: [machine(1, { host }), machine(2, { host })],
    settings: { maxInFlight: 1 },
    timings: { convertMs },
  });
  const plan = await ServicePlan.started(world);
  const runs = world.watch(virtualMachineMigrations);
  const states = () =>
    runs
      .list()
      .map((run) => contenderOf(run)?.state)
      .toSorted();
  await world.until(() => String(states()) === 'holding,waiting', 'one copies, the other waits');
  await world.pass(120_000);
  expect(states()).toEqual(['holding', 'waiting']);
  expect(runs.list().flatMap(({ spec }) => spec.queue?.reason ?? [])).toEqual([
    `Host ${host} has 1 of 1 slots in use, held by plan spring.`,
  ]);

  await world.client.create(definitions, definition);
  await world.client.create(forkliftControllers, {
    apiVersion: `${group}/${name}`,
    kind,
    metadata: { name: 'forklift-controller', namespace: 'gantry' },
    spec: { controller_max_vm_inflight: '2' },
  });
  await world.until(() => String(states()) === 'holding,holding', 'both copy', 5 * 60_000);
  await plan.ended();
});
