import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { Client } from './client.ts';
import { Names, comparable, comparableAnswer, comparableLog } from './normalise.ts';
import type { Operation } from './operations.ts';

/** Does the operations at both servers, one by one, and expects the same of them. `namespace` is in neither yet. */
export async function inLockstep(
  servers: { readonly real: Api; readonly ours: Api },
  operations: readonly Operation[],
  namespace: string,
): Promise<void> {
  const [real, ours] = await Promise.all([Client.open(servers.real, namespace), Client.open(servers.ours, namespace)]);
  const [realNames, oursNames] = [new Names(), new Names()];
  for (const [index, operation] of operations.entries()) {
    const step = `step ${index}: ${JSON.stringify(operation)}`;
    const [wanted, found] = await Promise.all([real.run(operation), ours.run(operation)]);
    expect(comparableAnswer(found, oursNames), step).toEqual(comparableAnswer(wanted, realNames));
    if (operation.do === 'list' || operation.do === 'watch') continue;
    // A difference that no answer shows would be found many steps later.
    const [then, now] = await Promise.all([real.settled(), ours.settled()]);
    const shown = now.map((object) => comparable(object, oursNames));
    expect(shown, `state after ${step}`).toEqual(then.map((object) => comparable(object, realNames)));
  }
  const logs = await Promise.all([real.close(), ours.close()]);
  expect(
    logs[1].map((log) => comparableLog(log, oursNames)),
    'the logs of the watches',
  ).toEqual(logs[0].map((log) => comparableLog(log, realNames)));
}
