import { describe, expect, test } from 'vitest';
import { persistentVolumeClaims, pods } from '../../api/kinds/core.ts';
import { ApiError } from '../../kube/api-error.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { givenClaim, putClaims } from '../../testing/given-claim.ts';
import { touchedBy } from './touched-claims.ts';

const tracked = { changeTracking: true };
const machine = fakeMachine({
  ...tracked,
  power: 'Off',
  disks: [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1, tracked)],
});

async function claimsWereGiven(): Promise<EngineWorld> {
  const world = await EngineWorld.create({
    machines: [machine],
    plan: { type: 'conversion', map: { network: { name: 'net', namespace: planKey.namespace }, storage: {} } },
  });
  await putClaims(world.memory, [givenClaim(machine, 0), givenClaim(machine, 1)]);
  return world;
}

function claimsAreCopied(): Promise<EngineWorld> {
  return EngineWorld.create({
    machines: [machine],
    plan: { type: 'warm' },
    settings: { precopyIntervalMs: 20_000 },
  });
}

const quota = { status: 403, reason: 'Forbidden', message: 'pods "x" is forbidden: exceeded quota: pods' };
const conflict = { status: 409, reason: 'Conflict', message: 'the quota was changed meanwhile' };
const lost = { status: 503, reason: 'Unreachable', message: 'no answer' };

interface Answers {
  /** To the creates of the pod that converts, in turn; the last one from then on. */
  readonly real: readonly (typeof quota)[];
  readonly dryRun?: typeof quota;
}

function answer({ memory }: EngineWorld, { real, dryRun }: Answers): void {
  const answers = [...real];
  memory.refuse = (verb, resource, object, options) => {
    if (verb !== 'create' || resource.kind !== pods.kind || !JSON.stringify(object).includes('V2V_inPlace')) return;
    const given = options.dryRun ? dryRun : answers.length > 1 ? answers.shift() : answers[0];
    if (given !== undefined) throw new ApiError(given);
  };
}

/** Runs to its end, which is a failure; the marks of the claims then. */
async function refused(world: EngineWorld, answers: Answers) {
  answer(world, answers);
  await world.migrate('one', { cutover: new Date(world.clock.now()).toISOString() });
  await world.until(() => world.ended('one'), 'the failure');
  world.memory.refuse = () => undefined;
  const run = await world.run();
  const { items } = await world.memory.list(persistentVolumeClaims, { namespace: 'prod' });
  return { result: run?.status?.result, uid: run?.metadata.uid, marks: items.map(touchedBy) };
}

async function next(world: EngineWorld, spec: { readonly resumeConversion?: boolean } = {}) {
  await world.migrate('two', spec);
  await world.until(() => world.ended('two'), 'the end of the second');
  return (await world.run())?.status?.result;
}

describe('a pod that was refused has converted nothing, and the claims say so', () => {
  test.each<[string, Answers]>([
    ['already when the server is asked without effect', { real: [quota], dryRun: quota }],
    ['when it is made, others having taken the room meanwhile', { real: [quota] }],
    ['after a conflict at the quota', { real: [conflict, conflict, quota] }],
  ])('%s', async (_name, answers) => {
    const given = await claimsWereGiven();
    expect(await refused(given, answers)).toMatchObject({ result: 'Failed', marks: [undefined, undefined] });
    expect(await next(given)).toBe('Succeeded');

    const copied = await claimsAreCopied();
    expect(await refused(copied, answers)).toMatchObject({ result: 'Failed', marks: [undefined, undefined] });
    expect(await next(copied, { resumeConversion: true })).toBe('Succeeded');
  });
});

test('after an answer that was lost the claims stay marked: a pod may still come of it', async () => {
  const world = await claimsWereGiven();
  const { result, uid, marks } = await refused(world, { real: [lost, quota] });
  expect([result, marks]).toEqual(['Failed', [uid, uid]]);
  expect(await next(world)).toBe('Failed');
});
