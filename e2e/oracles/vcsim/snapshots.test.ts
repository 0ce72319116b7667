import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { demonstrationModel } from '@gantry/sandbox/sources/vsphere/demonstration.ts';
import { SandboxVcenter } from '@gantry/sandbox/sources/vsphere/sandbox-vcenter.ts';
import { SoapClient } from '@gantry/sandbox/sources/vsphere/testing/soap-client.ts';
import { childrenNamed, childText } from '@gantry/sandbox/sources/vsphere/xml.ts';
import type { XmlElement } from '@gantry/sandbox/sources/vsphere/xml.ts';
import type { Handle } from '@gantry/sandbox/wire.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { waitFor } from '../../src/wait-for.ts';
import { oracle } from '../found.ts';
import { startVcsim } from './vcsim.ts';

const program = oracle('vcsim');
if (program === undefined) console.log('not run: vcsim (npm run oracles builds it)');

const account = { user: 'administrator@vsphere.local', password: 'vcsim-password' };

interface Server {
  readonly handle: Handle;
  /** Lets time pass in which a task may end. */
  readonly pass: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const servers: readonly { readonly name: string; readonly missing: boolean; readonly start: () => Promise<Server> }[] =
  [
    {
      name: 'the sandbox',
      missing: false,
      start: () => {
        const clock = new VirtualClock();
        const { handle } = new SandboxVcenter({
          clock,
          seed: 'oracle',
          model: demonstrationModel,
          credentials: [account],
        });
        return Promise.resolve({ handle, pass: () => clock.advance(10_000), stop: () => Promise.resolve() });
      },
    },
    {
      name: 'vcsim',
      missing: program === undefined,
      start: async () => {
        const vcsim = await startVcsim(program ?? '');
        const { send } = new SocketNetwork();
        return {
          handle: (request) => send({ ...request, url: vcsim.url }),
          pass: () => Promise.resolve(),
          stop: () => vcsim.stop(),
        };
      },
    },
  ];

describe.each(servers)('$name', ({ missing, start }) => {
  let server: Server;
  let soap: SoapClient;
  let machine: string;
  afterEach(() => server.stop());

  async function begin(): Promise<void> {
    server = await start();
    soap = new SoapClient(server);
    expect((await soap.login(account.password)).fault).toBeUndefined();
    const view = await soap.call(
      'CreateContainerView',
      'ViewManager:ViewManager',
      '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>',
    );
    const found = await soap.property(`ContainerView:${view.values[0]?.text ?? ''}`, 'view');
    machine = `VirtualMachine:${found?.children[0]?.text ?? ''}`;
  }

  /** The task's result, when it has ended well. */
  async function task(method: string, self: string, parameters: string): Promise<XmlElement | undefined> {
    const begun = await soap.call(method, self, parameters);
    expect(begun.fault).toBeUndefined();
    const info = () => soap.property(`Task:${begun.values[0]?.text ?? ''}`, 'info');
    await server.pass();
    const hasEnded = async () => (childText(await info(), 'state') === 'success' ? true : undefined);
    await waitFor('the end of a task', 10_000, hasEnded);
    return (await info())?.children.find(({ name }) => name === 'result');
  }

  const create = (name: string) =>
    task('CreateSnapshot_Task', machine, `<name>${name}</name><memory>false</memory><quiesce>false</quiesce>`);

  async function tree(): Promise<XmlElement[]> {
    const found: XmlElement[] = [];
    let [branch] = childrenNamed(await soap.property(machine, 'snapshot'), 'rootSnapshotList');
    for (; branch; [branch] = childrenNamed(branch, 'childSnapshotList')) found.push(branch);
    return found;
  }

  test.skipIf(missing)('makes snapshots whose tasks name them, and tells them as a tree', async () => {
    await begin();
    const one = await create('one');
    const two = await create('two');
    expect(one?.attributes.type).toBe('VirtualMachineSnapshot');
    const told = (await tree()).map((branch) =>
      ['name', 'snapshot', 'state', 'quiesced'].map((of) => childText(branch, of)),
    );
    expect(told).toEqual([
      ['one', one?.text, 'poweredOff', 'false'],
      ['two', two?.text, 'poweredOff', 'false'],
    ]);
    expect((await soap.property(machine, 'rootSnapshot'))?.children.map(({ text }) => text)).toEqual([one?.text]);
    const devices = await soap.property(`VirtualMachineSnapshot:${one?.text ?? ''}`, 'config.hardware.device');
    expect(devices?.children.some(({ attributes }) => attributes.type === 'VirtualDisk')).toBe(true);
  });

  test.skipIf(missing)('removes one from the middle, and knows it no more', async () => {
    await begin();
    const ids: string[] = [];
    for (const name of ['one', 'two', 'three']) ids.push((await create(name))?.text ?? '');
    const two = `VirtualMachineSnapshot:${ids[1] ?? ''}`;
    const parameters = '<removeChildren>false</removeChildren><consolidate>true</consolidate>';
    await task('RemoveSnapshot_Task', two, parameters);
    expect((await tree()).map((branch) => childText(branch, 'snapshot'))).toEqual([ids[0], ids[2]]);
    expect((await soap.call('RemoveSnapshot_Task', two, parameters)).fault).toBe('ManagedObjectNotFound');
    await task('RemoveAllSnapshots_Task', machine, '');
    expect(await tree()).toEqual([]);
  });
});
