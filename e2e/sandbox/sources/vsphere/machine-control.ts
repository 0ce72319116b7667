import { jsonResponse } from '../../wire.ts';
import type { WireResponse } from '../../wire.ts';
import type { VirtualMachine } from './entities.ts';
import type { Machines } from './machines.ts';
import type { Works } from './model-spec.ts';

type Body = Readonly<Record<string, unknown>>;

/** What `POST /sandbox/machines/<id or name>/<action>` does; bodies are JSON objects. Without an action nothing is done. */
const actions: Readonly<Record<string, (machines: Machines, machine: string, body: Body) => void>> = {
  '': () => undefined,
  snapshot: (machines, machine, body) => {
    machines.snapshot(machine, textOf(body, 'name'));
  },
  'remove-snapshots': (machines, machine, body) => {
    machines.removeSnapshots(machine, body.name === undefined ? undefined : textOf(body, 'name'));
  },
  'reset-change-tracking': (machines, machine) => {
    machines.resetChangeTracking(machine);
  },
  'add-disk': (machines, machine, body) => {
    machines.addDisk(machine, { capacityBytes: numberOf(body, 'capacityBytes') });
  },
  'remove-disk': (machines, machine, body) => {
    machines.removeDisk(machine, numberOf(body, 'index'));
  },
  'grow-disk': (machines, machine, body) => {
    machines.growDisk(machine, numberOf(body, 'index'), numberOf(body, 'capacityBytes'));
  },
  write: (machines, machine, body) => {
    machines.writeEvery(machine, body.everyMs === undefined ? undefined : numberOf(body, 'everyMs'));
  },
  power: (machines, machine, body) => {
    machines.setPower(machine, powerOf(body));
  },
  quiescing: (machines, machine, body) => {
    const quiescing = worksOf(body);
    machines.change(machine, (vm) => (vm.quiescing = quiescing));
  },
  consolidation: (machines, machine, body) => {
    const consolidation = worksOf(body);
    machines.change(machine, (vm) => (vm.consolidation = consolidation));
  },
};

/** Answers how the machine is then; 404 for an unknown action, 400 where the machine or the body does not permit it. */
export function controlMachine(machines: Machines, pathname: string, body: string): WireResponse {
  const [, machine = '', name = ''] = /^\/sandbox\/machines\/([^/]+)\/?([^/]*)$/.exec(pathname) ?? [];
  const action = actions[name];
  if (action === undefined) return jsonResponse(404, { error: 'not found' });
  try {
    const given: unknown = body === '' ? {} : JSON.parse(body);
    if (typeof given !== 'object' || given === null) throw new Error('The body is no object.');
    action(machines, decodeURIComponent(machine), given as Body);
    return jsonResponse(200, stateOf(machines, decodeURIComponent(machine)));
  } catch (error) {
    return jsonResponse(400, { error: (error as Error).message });
  }
}

/** With the ticks of the guest, from which and from the seed everything on its disks can be computed. */
function stateOf(machines: Machines, machine: string) {
  const { id, power, snapshots, consolidationNeeded, disks } = machines.get(machine);
  return {
    id,
    power,
    consolidationNeeded,
    tick: machines.tick(machine),
    snapshots: snapshots.map((snapshot) => ({
      id: snapshot.id,
      name: snapshot.name,
      tick: snapshot.disks[0]?.tick,
    })),
    disks: disks.map(({ key, capacityBytes, files }) => ({ key, capacityBytes, files })),
  };
}

function textOf(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new Error(`${name} is not given.`);
  return value;
}

function numberOf(body: Body, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Error(`${name} is no number.`);
  return value;
}

function powerOf(body: Body): VirtualMachine['power'] {
  const power = (['poweredOn', 'poweredOff', 'suspended'] as const).find((known) => known === body.power);
  if (power === undefined) throw new Error('power is no state.');
  return power;
}

function worksOf(body: Body): Works {
  const works = (['works', 'fails'] as const).find((known) => known === body.how);
  if (works === undefined) throw new Error('how is neither works nor fails.');
  return works;
}
