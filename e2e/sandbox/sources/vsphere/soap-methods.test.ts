import { expect, it } from 'vitest';
import { readText } from '../../wire.ts';
import { account, signedIn, SoapClient, startVcenter, treeSpec } from './testing/soap-client.ts';
import { child, childrenNamed, childText } from './xml.ts';

const webPower = () => ['VirtualMachine:vm-1001', 'runtime.powerState'] as const;

it('tells its content and version without a session', async () => {
  const { vcenter } = startVcenter();
  const answer = await new SoapClient(vcenter).call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance');
  expect(childText(answer.values[0], 'rootFolder')).toBe('group-d1');
  expect(childText(child(answer.values[0], 'about'), 'apiType')).toBe('VirtualCenter');
  const versions = await vcenter.handle({
    method: 'GET',
    url: 'https://vcenter.test/sdk/vimServiceVersions.xml',
    headers: {},
  });
  expect(await readText(versions)).toContain('<version>8.0.2.0</version>');
});

it('signs in, says who is signed in, and out again', async () => {
  const { vcenter } = startVcenter();
  const client = await signedIn(vcenter);
  expect(childText(await client.property('SessionManager:SessionManager', 'currentSession'), 'userName')).toBe(
    account.user,
  );
  expect((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).values[0]?.text).toBe(
    '2026-01-01T00:00:00.000Z',
  );
  await client.call('Logout', 'SessionManager:SessionManager');
  expect((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).fault).toBe('NotAuthenticated');
  expect(vcenter.sessions.open).toBe(0);
});

it('refuses a wrong password, counts, and locks the account', async () => {
  const { vcenter } = startVcenter({ settings: { lockAfter: 3 } });
  const client = new SoapClient(vcenter);
  for (let attempt = 0; attempt < 3; attempt += 1) expect((await client.login('wrong')).fault).toBe('InvalidLogin');
  expect(vcenter.sessions.isLocked(account.user)).toBe(true);
  expect((await client.login()).fault).toBe('InvalidLogin');
  expect(vcenter.sessions.refusedLogins).toBe(4);
  expect(client.cookie).toBeUndefined();
});

it('ends a session that was idle for too long, and only that', async () => {
  const { vcenter, clock } = startVcenter({ settings: { sessionIdleMs: 60_000 } });
  const client = await signedIn(vcenter);
  await clock.advance(59_000);
  expect((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).fault).toBeUndefined();
  await clock.advance(61_000);
  expect((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).fault).toBe('NotAuthenticated');
});

const refused: Record<string, [string, string, string, string]> = {
  'an unknown method': ['DestroyTheWorld', 'ServiceInstance:ServiceInstance', '', 'InvalidRequest'],
  'an unknown machine': ['ShutdownGuest', 'VirtualMachine:vm-9', '', 'ManagedObjectNotFound'],
  'an unknown collector': ['WaitForUpdatesEx', 'PropertyCollector:other', '', 'ManagedObjectNotFound'],
  'an unknown property': [
    'RetrievePropertiesEx',
    'PropertyCollector:propertyCollector',
    treeSpec({ VirtualMachine: ['bogus'] }, 'specSet'),
    'InvalidProperty',
  ],
  'a power method on a folder': ['PowerOnVM_Task', 'Folder:group-d1', '', 'NotSupported'],
  'a guest without tools': ['ShutdownGuest', 'VirtualMachine:vm-1012', '', 'ToolsUnavailable'],
  'a guest that is off': ['ShutdownGuest', 'VirtualMachine:vm-1004', '', 'InvalidPowerState'],
  'a missing parameter': ['FindByUuid', 'SearchIndex:SearchIndex', '', 'InvalidArgument'],
};

for (const [name, [method, self, parameters, fault]] of Object.entries(refused)) {
  it(`refuses ${name} with ${fault}`, async () => {
    const { vcenter } = startVcenter();
    const answer = await (await signedIn(vcenter)).call(method, self, parameters);
    expect({ status: answer.status, fault: answer.fault }).toEqual({ status: 500, fault });
  });
}

const malformed: Record<string, string> = {
  nothing: '',
  'no XML': 'hello',
  'a document type': '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
  'an unfinished document': '<e:Envelope xmlns:e="x"><e:Body>',
  'no envelope': '<Login/>',
  'too deep a document': '<a>'.repeat(100) + '</a>'.repeat(100),
};

for (const [name, body] of Object.entries(malformed)) {
  it(`refuses ${name} as a request`, async () => {
    const { vcenter } = startVcenter();
    const response = await vcenter.handle({ method: 'POST', url: 'https://vcenter.test/sdk', headers: {}, body });
    expect(response.status).toBe(500);
    expect(await readText(response)).toContain('InvalidRequest');
  });
}

it('switches a machine off and on by tasks that take time', async () => {
  const { vcenter, clock } = startVcenter({ settings: { powerMs: 5000 } });
  const client = await signedIn(vcenter);
  const task = (await client.call('PowerOffVM_Task', 'VirtualMachine:vm-1001')).values[0]?.text ?? '';
  const state = async (id: string) => childText(await client.property(`Task:${id}`, 'info'), 'state');
  await clock.advance(4900);
  expect([await state(task), (await client.property(...webPower()))?.text]).toEqual(['running', 'poweredOn']);
  await clock.advance(200);
  expect([await state(task), (await client.property(...webPower()))?.text]).toEqual(['success', 'poweredOff']);
  const again = (await client.call('PowerOffVM_Task', 'VirtualMachine:vm-1001')).values[0]?.text ?? '';
  await clock.advance(5100);
  const info = await client.property(`Task:${again}`, 'info');
  expect(child(child(info, 'error'), 'fault')?.attributes.type).toBe('InvalidPowerState');
  await client.call('PowerOnVM_Task', 'VirtualMachine:vm-1001');
  await clock.advance(5100);
  expect((await client.property(...webPower()))?.text).toBe('poweredOn');
  expect((await client.property('VirtualMachine:vm-1001', 'guest.toolsRunningStatus'))?.text).toBe(
    'guestToolsNotRunning',
  );
  await clock.advance(2000);
  expect((await client.property('VirtualMachine:vm-1001', 'guest.toolsRunningStatus'))?.text).toBe('guestToolsRunning');
});

it('forgets a task ten minutes after its end, when the next one starts', async () => {
  const { vcenter, clock } = startVcenter();
  const client = await signedIn(vcenter);
  const start = async () => (await client.call('PowerOffVM_Task', 'VirtualMachine:vm-1001')).values[0]?.text ?? '';
  const first = await start();
  await clock.advance(590_000);
  const second = await start();
  expect(vcenter.inventory.has(first)).toBe(true);
  await clock.advance(30_000);
  await start();
  expect([vcenter.inventory.has(first), vcenter.inventory.has(second)]).toEqual([false, true]);
});

const shutdowns = { 'vm-1001': 'poweredOff', 'vm-1011': 'poweredOn' };
for (const [id, power] of Object.entries(shutdowns)) {
  it(`leaves ${id} ${power} after asking its guest to shut down`, async () => {
    const { vcenter, clock } = startVcenter();
    const client = await signedIn(vcenter);
    expect((await client.call('ShutdownGuest', `VirtualMachine:${id}`)).fault).toBeUndefined();
    expect((await client.property(`VirtualMachine:${id}`, 'runtime.powerState'))?.text).toBe('poweredOn');
    await clock.advance(3_600_000);
    await client.login();
    expect((await client.property(`VirtualMachine:${id}`, 'runtime.powerState'))?.text).toBe(power);
  });
}

it('does not switch off a machine that was restarted after its guest was asked', async () => {
  const { vcenter, clock } = startVcenter();
  await (await signedIn(vcenter)).call('ShutdownGuest', 'VirtualMachine:vm-1001');
  await clock.advance(1000);
  vcenter.machines.setPower('web-01', 'poweredOff');
  vcenter.machines.setPower('web-01', 'poweredOn');
  await clock.advance(10_000);
  expect(vcenter.machines.get('web-01').power).toBe('poweredOn');
});

it('finds machines by UUID, instance UUID and path', async () => {
  const { vcenter } = startVcenter();
  const client = await signedIn(vcenter);
  const vm = vcenter.machines.get('vm-1013');
  const find = async (method: string, parameters: string) =>
    (await client.call(method, 'SearchIndex:SearchIndex', parameters)).values[0]?.text;
  expect(await find('FindByUuid', `<uuid>${vm.uuid}</uuid><vmSearch>true</vmSearch>`)).toBe(vm.id);
  expect(
    await find(
      'FindByUuid',
      `<uuid>${vm.instanceUuid}</uuid><vmSearch>true</vmSearch><instanceUuid>true</instanceUuid>`,
    ),
  ).toBe(vm.id);
  expect(await find('FindByUuid', `<uuid>${vm.instanceUuid}</uuid><vmSearch>true</vmSearch>`)).toBeUndefined();
  expect(await find('FindByInventoryPath', '<inventoryPath>Munich/vm/Test/Green/twin</inventoryPath>')).toBe('vm-1015');
  expect(await find('FindByInventoryPath', '<inventoryPath>Munich/vm/twin</inventoryPath>')).toBeUndefined();
});

it('answers for privileges, of which some can be missing', async () => {
  const { vcenter } = startVcenter();
  vcenter.missingPrivileges.add('VirtualMachine.Interact.PowerOff');
  const client = await signedIn(vcenter);
  const privileges =
    '<privId>VirtualMachine.Interact.PowerOn</privId><privId>VirtualMachine.Interact.PowerOff</privId>';
  const answer = await client.call(
    'HasPrivilegeOnEntity',
    'AuthorizationManager:AuthorizationManager',
    `<entity type="Folder">group-d1</entity><sessionId>x</sessionId>${privileges}`,
  );
  expect(answer.values.map((value) => value.text)).toEqual(['true', 'false']);
  const each = await client.call(
    'HasUserPrivilegeOnEntities',
    'AuthorizationManager:AuthorizationManager',
    `<entities type="Folder">group-d1</entities><userName>x</userName>${privileges}`,
  );
  expect(
    childrenNamed(each.values[0], 'privAvailability').map((privilege) => childText(privilege, 'isGranted')),
  ).toEqual(['true', 'false']);
});

it('lists the members of a container view, until it is destroyed', async () => {
  const { vcenter } = startVcenter();
  const client = await signedIn(vcenter);
  const create = '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>';
  const view = (await client.call('CreateContainerView', 'ViewManager:ViewManager', create)).values[0]?.text ?? '';
  const members = async () =>
    (await client.property(`ContainerView:${view}`, 'view'))?.children.map((member) => member.text);
  expect(await members()).toHaveLength(15);
  vcenter.machines.remove('clone-01');
  expect(await members()).toHaveLength(14);
  await client.call('DestroyView', `ContainerView:${view}`);
  expect((await client.call('Fetch', `ContainerView:${view}`, '<prop>view</prop>')).fault).toBe(
    'ManagedObjectNotFound',
  );
});

it('gives properties in pages', async () => {
  const { vcenter } = startVcenter();
  const client = await signedIn(vcenter);
  const specSet = treeSpec({ VirtualMachine: ['name'] }, 'specSet');
  let answer = await client.call(
    'RetrievePropertiesEx',
    'PropertyCollector:propertyCollector',
    `${specSet}<options><maxObjects>6</maxObjects></options>`,
  );
  const sizes: number[] = [];
  let token: string | undefined;
  do {
    sizes.push(childrenNamed(answer.values[0], 'objects').length);
    token = childText(answer.values[0], 'token');
    if (token !== undefined)
      answer = await client.call(
        'ContinueRetrievePropertiesEx',
        'PropertyCollector:propertyCollector',
        `<token>${token}</token>`,
      );
  } while (token !== undefined);
  expect(sizes).toEqual([6, 6, 3]);
});
