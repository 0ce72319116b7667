import { afterEach, describe, expect, test } from 'vitest';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import { EngineOnSandbox } from '../testing/engine-on-sandbox.ts';
import type { WriteFault } from '../testing/faulty-send.ts';

let engine: EngineOnSandbox;
afterEach(() => engine.stop());

const kinds = ['crash-before', 'crash-after', 'lost-response'] as const;
const samples = 12;

/**
 * A sample over the whole run of what kill-and-resume.test.ts does at every place, here with the real controllers,
 * caches and transport, and with real bytes.
 */
describe.each([
  ['cold', {}],
  ['raw copy', { skipGuestConversion: true }],
])('%s, killed now and then', { timeout: 120_000 }, (_name, plan) => {
  test('ends as if nothing had happened', async () => {
    const { writes, end } = await play(plan);
    for (let sample = 1; sample <= samples; sample += 1) {
      const fault = {
        at: Math.floor((sample * writes) / (samples + 1)),
        kind: kinds[sample % kinds.length] ?? 'crash-after',
      };
      await engine.stop();
      const disturbed = await play(plan, fault);
      expect(disturbed.end, `${fault.kind} at ${fault.at} of ${writes}`).toEqual(end);
      expect(disturbed.crashed).toBe(fault.kind !== 'lost-response');
    }
  });
});

async function play(plan: object, fault?: WriteFault) {
  engine = await EngineOnSandbox.create();
  const line = await engine.breakAt(fault);
  await engine.migrate(plan);
  const { status } = await engine.ended();
  const { items } = await engine.client.list(virtualMachines);
  return {
    writes: line.writes.length,
    crashed: line.crashed,
    end: {
      result: status?.conditions?.map(({ type }) => type),
      error: (await engine.run())?.status?.error?.code,
      source: await engine.source((session) => session.power('vm-1')),
      targets: items.map(({ metadata, spec }) => [metadata.name, spec.runStrategy, spec.template.spec.volumes?.length]),
    },
  };
}
