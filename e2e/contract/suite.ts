import { afterAll, beforeAll, describe, test } from 'vitest';
import { Api } from './api.ts';
import type { Case } from './case.ts';
import { resolveTarget, type Running } from './target.ts';

/** Registers cases as tests against the target that `GANTRY_CONTRACT_TARGET` names. */
export function contractSuite(
  cases: readonly Case[],
  targetName = process.env.GANTRY_CONTRACT_TARGET ?? 'sandbox',
): void {
  const target = resolveTarget(targetName);
  const areas = new Set(cases.map((each) => each.area));
  if ('missing' in target) {
    for (const name of areas) test.skip(`${name} (not run: ${target.missing})`, () => undefined);
    return;
  }
  describe(`on ${targetName}`, () => {
    let running: Running | undefined;
    let api: Api | undefined;
    beforeAll(async () => {
      running = await target.start();
      api = new Api(running);
    });
    afterAll(async () => {
      await running?.stop();
    });
    for (const name of areas) {
      describe.concurrent(name, () => {
        test.each(cases.filter((each) => each.area === name))('$name', async ({ run }) => {
          if (api === undefined) throw new Error('The target has not started.');
          await run(api);
        });
      });
    }
  });
}
