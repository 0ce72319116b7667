import { expect, test } from 'vitest';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { Informer, InformerHandler } from '../../kube/informer.ts';
import { watchTargets } from './watch-targets.ts';

type Run = VirtualMachineMigration;

/** Only what is looked at. */
function run(name: string, state: 'Running' | 'Ended', target: object = { provider: { uid: 'u-1' } }): Run {
  const metadata = { namespace: 'migrations', name };
  return { metadata, spec: { resolved: { target } }, status: { state } } as unknown as Run;
}

function scene() {
  const handlers: InformerHandler<Run>[] = [];
  const informer = { addHandler: (handler: InformerHandler<Run>) => (handlers.push(handler), () => undefined) };
  const followed = new Map<string, (made: KubeObject) => void>();
  const targets = {
    follow: ({ uid }: { uid: string }, changed: (made: KubeObject) => void) => {
      followed.set(uid, changed);
      return () => followed.delete(uid);
    },
  };
  const woken: string[] = [];
  const watch = watchTargets(informer as unknown as Informer<Run>, targets, ({ metadata }) => [
    { name: metadata.name },
  ]);
  const stop = watch.start(({ name }) => woken.push(name));
  const [handler] = handlers;
  return { handler, followed, woken, stop };
}

test('a cluster is followed from the first run that goes there to the last', () => {
  const { handler, followed } = scene();
  handler?.added?.(run('one', 'Running'));
  handler?.added?.(run('two', 'Running'));
  expect([...followed.keys()]).toEqual(['u-1']);
  handler?.updated?.(run('one', 'Running'), run('one', 'Ended'));
  handler?.updated?.(run('one', 'Ended'), run('one', 'Ended'));
  expect(followed.size).toBe(1);
  handler?.deleted?.(run('two', 'Running'));
  expect(followed.size).toBe(0);
  handler?.added?.(run('three', 'Running'));
  expect(followed.size).toBe(1);
});

test('runs that are over, and those that stay here, ask for nothing', () => {
  const { handler, followed } = scene();
  handler?.added?.(run('one', 'Ended'));
  handler?.added?.(run('two', 'Running', {}));
  expect(followed.size).toBe(0);
});

test('a change there wakes the run that it concerns, until the watch is over', () => {
  const { handler, followed, woken, stop } = scene();
  handler?.added?.(run('one', 'Running'));
  followed.get('u-1')?.({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'of-one' } });
  expect(woken).toEqual(['of-one']);
  stop();
  expect(followed.size).toBe(0);
});
