import { migrations } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations, type VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { dataVolumes } from '../api/kinds/cdi.ts';
import { pods, secrets } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import type { Resource } from '../api/resource.ts';
import { events } from '../kube/events.ts';
import { hasEnded, isCommitted } from '../migration/machine-state.ts';
import { canary, type ServiceWorld } from './service-world.ts';

/** Where people and programs read, and no secret may stand. */
const readable: readonly Resource[] = [
  ...[plans, migrations, providers, networkMaps, storageMaps, virtualMachineMigrations],
  ...[dataVolumes, pods, virtualMachines, events],
];

/** Everything that is promised of every run, whatever happens, and does not hold here and now. */
export async function unsound(world: ServiceWorld): Promise<string[]> {
  return [
    ...world.guard.violations,
    ...(await wrongPower(world)),
    ...(await leaked(world)),
    ...(await credentialsLeft(world)),
  ];
}

/** Of ended runs: before the commit the source is as it was, after it the source is off. */
async function wrongPower({ world, client, guard, powerBefore }: ServiceWorld): Promise<string[]> {
  const { items } = await client.list(virtualMachineMigrations);
  const problems = world.vcenter.machines.all().map(({ id }) => {
    // Added since.
    if (!powerBefore.has(id)) return undefined;
    const runs = items.filter((run) => run.spec.resolved.machine.id === id);
    if (!runs.every(({ status }) => hasEnded(status))) return undefined;
    const wanted = runs.some(({ status }) => status !== undefined && isCommitted(status))
      ? 'poweredOff'
      : powerBefore.get(id);
    const power = guard.power(id);
    return power === wanted ? undefined : `${id} is ${power ?? 'gone'} and should be ${wanted ?? 'gone'}`;
  });
  return problems.filter((problem) => problem !== undefined);
}

async function leaked({ client, log }: ServiceWorld): Promise<string[]> {
  const forms = [canary, Buffer.from(canary).toString('base64')];
  const tells = (text: string) => forms.some((form) => text.includes(form));
  const lists = await Promise.all(
    readable.map(async (resource) => (await client.list(resource, {})).items.map((object) => ({ resource, object }))),
  );
  const objects = lists.flat().filter(({ object }) => tells(JSON.stringify(object)));
  return [
    ...objects.map(({ resource, object }) => `${resource.kind} ${object.metadata.name} tells the password`),
    ...log.filter(tells).map((line) => `The log tells the password: ${line}`),
  ];
}

/** Credentials stand in the target's namespace only while something is being copied there. */
async function credentialsLeft({ client }: ServiceWorld): Promise<string[]> {
  const runs: readonly VirtualMachineMigration[] = (await client.list(virtualMachineMigrations)).items;
  if (!runs.every(({ status }) => hasEnded(status))) return [];
  const { items } = await client.list(secrets, { namespace: 'prod' });
  return items.map(({ metadata }) => `The Secret ${metadata.name} was left in prod`);
}
