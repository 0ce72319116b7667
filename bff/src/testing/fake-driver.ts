import type { Clock } from '../platform/clock.ts';
import {
  InvalidInputError,
  NotFoundError,
  ProviderUnavailableError,
  UnauthenticatedError,
} from '../platform/errors.ts';
import type { PowerState, SourceDisk, SourceMachine } from '../machine/source-machine.ts';
import type { WarmSource } from '../providers/warm-source.ts';
import { FakeSnapshots } from './fake-snapshots.ts';
import type {
  Connection,
  ConnectionReport,
  MachineStart,
  ProviderDriver,
  SourceSession,
  Transfers,
} from '../providers/driver.ts';

export type SourceMethod =
  'machine' | 'sharers' | 'power' | 'lastStart' | 'shutdownGuest' | 'powerOff' | 'powerOn' | 'test' | keyof WarmSource;

export interface SourceCall {
  readonly method: SourceMethod;
  readonly id: string;
  /** Milliseconds since the epoch, by the source's clock. */
  readonly at: number;
}

/** Stands between a caller and the effect of one call: may throw before `effect`, after it, or run it as it is. */
export type Intercept = <T>(call: SourceCall, effect: () => Promise<T>) => Promise<T>;

export interface FakeSourceOptions {
  readonly clock: Clock;
  readonly machines?: readonly SourceMachine[];
  readonly password?: string;
  /** How long a guest takes to shut down; 'never' for one that ignores the request. */
  readonly shutdownMs?: number | 'never';
}

/** An in-memory source: its machines, their power, what was asked of it, and faults to come. */
export class FakeSource {
  readonly calls: SourceCall[] = [];
  readonly password: string;
  shutdownMs: number | 'never';
  /** While false every call fails as an unreachable host does. */
  reachable = true;
  intercept: Intercept = (_call, effect) => effect();
  readonly snapshots: FakeSnapshots;
  /** How far its clock is ahead. */
  clockOffsetMs = 0;
  /** What it says of power-ons: all of them, or nothing at all. */
  events: 'kept' | 'none' | 'purged' = 'kept';
  readonly #starts = new Map<string, MachineStart>();
  /** When machines that are off were powered off. */
  readonly #offSince = new Map<string, number>();
  readonly #clock: Clock;
  readonly #machines = new Map<string, SourceMachine>();
  /** Guests that shut down, with how to call that off. */
  readonly #goingDown = new Map<string, () => void>();
  readonly #failures: { readonly method: SourceMethod; readonly error: Error }[] = [];

  constructor(options: FakeSourceOptions) {
    this.#clock = options.clock;
    this.snapshots = new FakeSnapshots({
      clock: options.clock,
      machine: (id) => this.read(id),
      change: (id, change) => this.change(id, change),
      writtenAt: (id) => this.writtenAt(id),
      clockOffsetMs: () => this.clockOffsetMs,
    });
    this.password = options.password ?? 'correct';
    this.shutdownMs = options.shutdownMs ?? 20_000;
    for (const machine of options.machines ?? []) this.put(machine);
  }

  put(machine: SourceMachine): void {
    this.#machines.set(machine.id, machine);
  }

  remove(id: string): void {
    this.#machines.delete(id);
  }

  /** What happens at the source behind the service's back. */
  change(id: string, change: Partial<SourceMachine>): void {
    const before = this.read(id);
    const now = this.#clock.now();
    if (change.power === 'Off' && before.power !== 'Off') this.#offSince.set(id, now);
    if (change.power === 'On' && before.power !== 'On') {
      const event = String(1 + Number(this.#starts.get(id)?.event ?? 0));
      this.#starts.set(id, { event, at: new Date(now + this.clockOffsetMs).toISOString(), by: 'LAB\\bob' });
    }
    this.put({ ...before, ...change });
  }

  read(id: string): SourceMachine {
    const machine = this.#machines.get(id);
    if (machine === undefined)
      throw new NotFoundError(`There is no machine ${id}.`, { code: 'vm-not-found', parameters: { id } });
    return machine;
  }

  list(): SourceMachine[] {
    return [...this.#machines.values()];
  }

  /** The next call of `method` fails with `error` instead of taking effect. */
  failNext(method: SourceMethod, error: Error): void {
    this.#failures.push({ method, error });
  }

  count(method: SourceMethod, id?: string): number {
    return this.calls.filter((call) => call.method === method && (id === undefined || call.id === id)).length;
  }

  session(connection: Pick<Connection, 'password'>): SourceSession {
    const call = <T>(method: SourceMethod, id: string, effect: () => T) => this.call(method, id, connection, effect);
    return {
      machine: (id) => call('machine', id, () => this.read(id)),
      sharers: (id) => call('sharers', id, () => this.#sharers(id)),
      power: (id) => call('power', id, () => this.read(id).power),
      lastStart: (id) => call('lastStart', id, () => this.#lastStart(id)),
      shutdownGuest: (id) => call('shutdownGuest', id, () => this.#shutdown(id)),
      powerOff: (id) => call('powerOff', id, () => this.#setPower(id, 'Off')),
      powerOn: (id) => call('powerOn', id, () => this.#setPower(id, 'On')),
      warm: this.#warm(call),
      close: () => Promise.resolve(),
    };
  }

  /** Guests write all the time while they run; milliseconds since the epoch. */
  writtenAt(id: string): number {
    return this.read(id).power === 'On' ? this.#clock.now() : (this.#offSince.get(id) ?? 0);
  }

  #warm(call: <T>(method: SourceMethod, id: string, effect: () => T) => Promise<T>): WarmSource {
    const { snapshots } = this;
    return {
      chain: (id) => call('chain', id, () => snapshots.chain(id)),
      takeSnapshot: (id, wanted) => call('takeSnapshot', id, () => snapshots.request(id, wanted)),
      removeSnapshot: (id) => call('removeSnapshot', id, () => snapshots.remove(id)),
      consolidate: (id) => call('consolidate', id, () => ''),
      trackChanges: (id) => call('trackChanges', id, () => snapshots.trackChanges(id)),
      task: (id) => call('task', id, () => snapshots.task(id)),
      disksAt: (id) => call('disksAt', id, () => snapshots.disksAt(id)),
      changedBytes: (id, { since }) => call('changedBytes', id, () => (since === '*' ? 512 * 1024 ** 2 : 1024 ** 2)),
    };
  }

  call<T>(method: SourceMethod, id: string, connection: Pick<Connection, 'password'>, effect: () => T): Promise<T> {
    const call = { method, id, at: this.#clock.now() };
    return this.intercept(call, async () => {
      this.calls.push(call);
      if (!this.reachable)
        throw new ProviderUnavailableError('The source does not answer.', { code: 'provider-unreachable' });
      if (connection.password !== this.password)
        throw new UnauthenticatedError('The source refused the user.', { code: 'sign-in-failed' });
      const failure = this.#failures.findIndex((candidate) => candidate.method === method);
      if (failure >= 0) throw this.#failures.splice(failure, 1)[0]?.error ?? new Error('unreachable');
      return effect();
    });
  }

  #lastStart(id: string): MachineStart | 'none' | 'unknown' {
    if (this.events === 'none') return 'unknown';
    return (this.events === 'kept' ? this.#starts.get(id) : undefined) ?? 'none';
  }

  #sharers(id: string): SourceMachine[] {
    const files = new Set(this.read(id).disks.map(({ baseFile }) => baseFile));
    return this.list().filter((other) => other.id !== id && other.disks.some(({ baseFile }) => files.has(baseFile)));
  }

  #setPower(id: string, power: PowerState): void {
    if (power === 'Off') this.#goingDown.get(id)?.();
    this.#goingDown.delete(id);
    this.change(id, { power });
  }

  #shutdown(id: string): void {
    const machine = this.read(id);
    if (machine.power !== 'On') return;
    if (machine.guest.tools !== 'running')
      throw new InvalidInputError('The guest tools do not run.', { code: 'tools-not-running' });
    // A guest that is on its way down is not asked twice.
    if (this.shutdownMs === 'never' || this.#goingDown.has(id)) return;
    const cancel = this.#clock.after(this.shutdownMs, () => {
      this.#goingDown.delete(id);
      if (this.#machines.has(id)) this.#setPower(id, 'Off');
    });
    this.#goingDown.set(id, cancel);
  }
}

/** A driver of type `vsphere` over an in-memory source. */
export function fakeDriver(source: FakeSource, report: Partial<ConnectionReport> = {}): ProviderDriver {
  return {
    type: 'vsphere',
    connection: (input) => {
      if (!input.url.startsWith('https://'))
        throw new InvalidInputError('The URL is not valid.', { code: 'UrlNotValid' });
      const { user, password } = input.secret;
      if (user === undefined || password === undefined) {
        throw new InvalidInputError('The secret lacks user or password.', { code: 'SecretNotValid' });
      }
      const trust =
        input.secret.insecureSkipVerify === 'true' ? ({ mode: 'skip' } as const) : ({ mode: 'verify' } as const);
      return { url: input.url, user, password, trust, settings: input.settings };
    },
    test: (connection) =>
      source.call('test', '', connection, () => ({
        product: 'VMware vCenter Server',
        version: '8.0.3',
        instanceUuid: 'fake-vcenter',
        fingerprint: '01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67',
        missingPrivileges: [],
        ...report,
      })),
    source: (connection) => source.session(connection),
    transfers: fakeTransfers,
  };
}

const fakeTransfers: Transfers = {
  importSource: (input, index) => ({
    vddk: {
      backingFile: input.machine.disks[index]?.file,
      uuid: input.machine.uuid,
      url: input.url,
      secretRef: input.secretName,
      thumbprint: input.fingerprint,
      initImageURL: input.vddkImage,
    },
  }),
  importSecret: (connection) => ({ accessKeyId: connection.user, secretKey: connection.password }),
  conversionEnvironment: (input) => ({
    V2V_vmName: input.machine.name,
    V2V_source: 'vCenter',
    V2V_fingerprint: input.fingerprint,
    V2V_NewName: input.targetName,
  }),
  conversionSecret: (connection) => ({ user: connection.user, password: connection.password }),
};

/** A running Linux machine with one 1 GiB disk and one NIC, unless told otherwise. */
export function fakeMachine(change: Partial<SourceMachine> = {}): SourceMachine {
  const id = change.id ?? 'vm-101';
  const name = change.name ?? 'web-01';
  return {
    id,
    name,
    uuid: '42000000-0000-4000-8000-000000000101',
    instanceUuid: '50000000-0000-4000-8000-000000000101',
    isTemplate: false,
    power: 'On',
    host: { id: 'host-1', name: 'esx-01', path: '/dc/cluster/esx-01', inMaintenance: false },
    path: `/dc/vm/${name}`,
    firmware: { type: 'bios', secureBoot: false },
    tpm: false,
    cpu: { sockets: 1, coresPerSocket: 2 },
    memoryBytes: 2 * 1024 ** 3,
    nestedVirtualization: false,
    guest: {
      id: 'rhel9_64Guest',
      name: 'Red Hat Enterprise Linux 9',
      family: 'linux',
      tools: 'running',
      addresses: [],
    },
    timezone: 'Etc/UTC',
    nics: [{ key: '4000', mac: '00:50:56:00:00:01', networkId: 'network-1', model: 'vmxnet3', startConnected: true }],
    disks: [fakeDisk(name, 0)],
    snapshots: 0,
    consolidationNeeded: false,
    changeTracking: false,
    shapes: [],
    ...change,
  };
}

export function fakeDisk(machine: string, index: number, change: Partial<SourceDisk> = {}): SourceDisk {
  const file = `[ds1] ${machine}/${machine}${index === 0 ? '' : `_${index}`}.vmdk`;
  return {
    key: String(2000 + index),
    index,
    file,
    baseFile: file,
    storageId: 'datastore-1',
    capacityBytes: 1024 ** 3,
    bus: 'scsi',
    controllerKey: 1000,
    unit: index,
    shared: false,
    rdm: false,
    mode: 'persistent',
    changeTracking: false,
    ...change,
  };
}
