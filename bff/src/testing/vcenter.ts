import type { VirtualClock } from '@gantry/sandbox/clock.ts';
import { InProcessNetwork } from '@gantry/sandbox/network.ts';
import { demonstrationModel } from '@gantry/sandbox/sources/vsphere/demonstration.ts';
import type { ModelSpec } from '@gantry/sandbox/sources/vsphere/model-spec.ts';
import { isFacility } from '@gantry/sandbox/sources/vsphere/entities.ts';
import { SandboxVcenter } from '@gantry/sandbox/sources/vsphere/sandbox-vcenter.ts';
import type { VcenterSettings } from '@gantry/sandbox/sources/vsphere/sandbox-vcenter.ts';
import type { Connection, DriverContext } from '../providers/driver.ts';
import { worldClock } from './api-servers.ts';

export const user = 'administrator@vsphere.local';
export const password = 'correct & <horse>';

export interface TestVcenterOptions {
  readonly model?: ModelSpec;
  readonly settings?: Partial<VcenterSettings>;
}

/** A simulated vCenter in this process, and what a driver needs to talk to it, all under one virtual clock. */
export interface TestVcenter {
  readonly vcenter: SandboxVcenter;
  readonly clock: VirtualClock;
  readonly network: InProcessNetwork;
  readonly context: DriverContext;
  readonly connection: Connection;
  /** Puts the host of this name on the network, at its own address and with its own account. */
  listenAsHost(name: string): Promise<TestHost>;
}

export interface TestHost {
  readonly id: string;
  readonly address: string;
  /** What the vCenter tells of its certificate. */
  readonly thumbprint: string;
  /** What it presents instead; settable. */
  presented: string;
  readonly endpoint: SandboxVcenter;
  readonly account: { readonly user: string; readonly password: string };
}

export async function startVcenter({
  model = demonstrationModel,
  settings,
}: TestVcenterOptions = {}): Promise<TestVcenter> {
  const clock = worldClock();
  const network = new InProcessNetwork();
  const credentials = [{ user, password }];
  const vcenter = new SandboxVcenter({ clock, seed: 'test', model, credentials, ...(settings && { settings }) });
  const tls = { cert: '', key: '' };
  await network.listen(vcenter.handle, { host: 'vc.sandbox.test', port: 443, tls });
  const hosts = new Map<string, TestHost>();
  const context: DriverContext = {
    send: () => network.send,
    clock,
    certificate: (url) => {
      const host = hosts.get(new URL(url).hostname);
      return Promise.resolve({ ...certificate, ...(host && { sha1: host.presented, pem: `PEM of ${host.address}` }) });
    },
  };
  const listenAsHost = async (name: string): Promise<TestHost> => {
    const account = { user: 'root', password: `of ${name}` };
    const endpoint = vcenter.host(name, { clock, seed: 'test', credentials: [account] });
    const entity = [...vcenter.inventory.all()].find((each) => !isFacility(each) && each.name === name);
    if (entity === undefined || isFacility(entity) || entity.type !== 'HostSystem') throw new Error(`No host ${name}.`);
    const address = `198.51.100.${10 + entity.index}`;
    const { id, thumbprint } = entity;
    const host = { id, address, thumbprint, presented: thumbprint, endpoint, account };
    await network.listen(endpoint.handle, { host: address, port: 443, tls });
    hosts.set(address, host);
    return host;
  };
  const connection: Connection = {
    url: 'https://vc.sandbox.test/sdk',
    user,
    password,
    trust: { mode: 'skip' },
    settings: {},
  };
  return { vcenter, clock, network, context, connection, listenAsHost };
}

const certificate = {
  address: 'vc.sandbox.test:443',
  protocol: 'TLSv1.3',
  trusted: false,
  subject: 'CN=vc.sandbox.test',
  issuer: 'CN=vc.sandbox.test',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  sha1: 'AA:BB',
  sha256: 'CC:DD',
  pem: '',
};

/** The result of work that needs the virtual clock to move. */
export async function settled<T>(clock: VirtualClock, work: Promise<T>, limitMs = 15 * 60_000): Promise<T> {
  const state = { over: false };
  const done = () => {
    state.over = true;
  };
  work.then(done, done);
  await clock.until(() => state.over, limitMs, 'the end of the work');
  return work;
}
