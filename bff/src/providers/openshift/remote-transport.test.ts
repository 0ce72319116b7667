import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, test } from 'vitest';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { RestClient } from '../../kube/rest-client.ts';
import { answer } from '../../testing/scripted-api.ts';
import { settled } from '../../testing/vcenter.ts';
import { openshiftConnector } from './connector.ts';
import { remoteTransport } from './remote-transport.ts';

const connection = openshiftConnector.connection({
  url: 'https://other.test',
  settings: {},
  secret: { token: 'remote-token' },
});

function client(respond: () => ReturnType<typeof answer>, clock = new VirtualClock()) {
  const send = () => () => Promise.resolve(respond());
  return { clock, reading: new RestClient(remoteTransport(connection, { send, clock }, () => 0)) };
}

test.each<[string, unknown[]]>([
  ['with machines', [{ metadata: { name: 'web-01', annotations: { text: 'x'.repeat(8 * 1024 * 1024) } } }]],
  ['without any', []],
])('pages %s that never end are given up', async (_name, items) => {
  const { clock, reading } = client(() => answer(200, { items, metadata: { continue: 'more' } }));
  await expect(settled(clock, reading.list(virtualMachines))).rejects.toThrow('The answer is larger than');
});

test('a refusal is kept as long as people read', async () => {
  const message = 'x'.repeat(500_000);
  const { clock, reading } = client(() => answer(403, { kind: 'Status', message, reason: 'Forbidden' }));
  const refused = settled(clock, reading.list(virtualMachines)).catch((error: unknown) => error);
  expect(await refused).toMatchObject({ status: 403, message: message.slice(0, 4096) });
});
