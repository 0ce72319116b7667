import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, it } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { shutDown } from './shutdown.ts';

it('runs stage after stage, past those that fail or hang, and names these', async () => {
  const clock = new VirtualClock();
  const done: string[] = [];
  const complaints: unknown[] = [];
  const log = { ...silentLog, error: (fields: object) => complaints.push(fields) };
  const stage = (name: string, run: () => Promise<void>) => ({
    name,
    limitMs: 1_000,
    run: () => {
      done.push(name);
      return run();
    },
  });
  const stages = [
    stage('quick', () => Promise.resolve()),
    stage('hangs', () => new Promise(() => undefined)),
    stage('fails', () => Promise.reject(new Error('broken'))),
    stage('throws', () => {
      throw new Error('broken');
    }),
    stage('last', () => Promise.resolve()),
  ];
  const over = shutDown(stages, { clock, log });
  await clock.advance(999);
  expect(done).toEqual(['quick', 'hangs']);
  await clock.advance(1);
  await over;
  expect(done).toEqual(['quick', 'hangs', 'fails', 'throws', 'last']);
  expect(complaints).toMatchObject([{ stage: 'hangs' }, { stage: 'fails' }, { stage: 'throws' }]);
});
