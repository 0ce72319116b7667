import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import { createLog } from '../platform/log.ts';
import { admissionReview } from '../testing/admission-review.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { admissionPaths } from './admission.ts';

function admission(path: '/admission/mutate' | '/admission/validate') {
  const clock = new VirtualClock();
  const client = new MemoryClient(clock);
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => lines.push(line) });
  const ask = async (review: unknown) => {
    const answered = (await admissionPaths({ client, clock, log }).get(path)?.(review)) as
      { response: { uid: string; allowed: boolean; status?: { code: number; message: string } } } | undefined;
    return answered?.response;
  };
  return { clock, client, lines, ask };
}

const spec = {
  targetNamespace: 'prod',
  provider: { source: { name: 'vc' }, destination: { name: 'host' } },
  map: { network: {}, storage: {} },
  vms: [{ id: 'vm-1' }],
};
const plan = { metadata: { name: 'spring', namespace: 'migrations', annotations: {} as Record<string, string> }, spec };

describe('a review', () => {
  const { ask } = admission('/admission/validate');

  it.each<[string, unknown]>([
    ['text', 'plans'],
    ['null', null],
    ['another kind', { ...admissionReview(), kind: 'Plan' }],
    ['another version', { ...admissionReview(), apiVersion: 'admission.k8s.io/v1beta1' }],
    ['without a request', { ...admissionReview(), request: undefined }],
    ['of nobody', admissionReview({ user: '' })],
    ['of an object that is none', admissionReview({ object: { metadata: 7 } })],
  ])('is none: %s', async (_, review) => {
    expect(await ask(review)).toBeUndefined();
  });

  it.each(['pods', 'constructor', '__proto__', 'plans.example.com'])(
    'of %s is not ours to refuse',
    async (resource) => {
      const { uid } = admissionReview().request as { uid: string };
      expect(await ask(admissionReview({ resource, object: plan }))).toEqual({ uid, allowed: true });
    },
  );

  it('of a shape that no schema lets pass is refused', async () => {
    const object = { ...plan, spec: { ...spec, vms: 'all' } };
    const stamped = { ...object, metadata: { annotations: { 'gantry.dev/requester': stampOfOlga } } };
    expect(await ask(admissionReview({ object: stamped }))).toMatchObject({ allowed: false, status: { code: 422 } });
  });
});

const stampOfOlga = JSON.stringify({ user: 'olga', uid: '7', groups: ['dev', 'system:authenticated'] });

describe('a stamp', () => {
  const stamped = (stamp: string | undefined, change: object = {}) => ({
    ...plan,
    metadata: { ...plan.metadata, annotations: stamp === undefined ? {} : { 'gantry.dev/requester': stamp } },
    spec: { ...spec, ...change },
  });
  const changed = { warm: true };
  const cases: [string, string | undefined, object, string | undefined, object, string | undefined][] = [
    ['kept', 'a', {}, 'a', {}, 'a'],
    ['taken away', 'a', {}, undefined, {}, 'a'],
    ['claimed', 'a', {}, 'b', {}, stampOfOlga],
    ['kept over a change', 'a', {}, 'a', changed, stampOfOlga],
    ['taken away with a change', 'a', {}, undefined, changed, stampOfOlga],
    ['kept by who puts the plan away', 'a', {}, 'a', { archived: true }, 'a'],
    ['kept by who stops a machine', 'a', { cancel: [{ id: '1' }] }, 'a', { cancel: [{ id: '2' }, { id: '1' }] }, 'a'],
    ['kept by who stops the first one', 'a', {}, 'a', { cancel: [{ id: '2' }] }, 'a'],
    ['kept over what goes on again', 'a', { cancel: [{ id: '1' }] }, 'a', {}, stampOfOlga],
    ['kept over a plan that is taken out again', 'a', { archived: true }, 'a', { archived: false }, stampOfOlga],
    ['kept over a stop that hides a change', 'a', {}, 'a', { cancel: [{ id: '1' }], ...changed }, stampOfOlga],
    ['of nobody, and nobody asks for one', undefined, {}, undefined, {}, undefined],
    ['of nobody, and claimed', undefined, {}, 'b', {}, stampOfOlga],
  ];

  it.each(cases)('that is %s', async (_, before, spec0, given, spec1, expected) => {
    const { ask } = admission('/admission/mutate');
    const object = stamped(given, spec1);
    const response = (await ask(
      admissionReview({ operation: 'UPDATE', oldObject: stamped(before, spec0), object }),
    )) as { patch?: string } | undefined;
    const patch = JSON.parse(Buffer.from(response?.patch ?? 'W10=', 'base64').toString()) as { value: string }[];
    expect(patch.map(({ value }) => value)).toEqual(expected === given ? [] : [expected]);
  });

  it('is put where there is no annotation at all', async () => {
    const { ask } = admission('/admission/mutate');
    const bare = { metadata: { name: 'one', annotations: null, finalizers: null, deletionTimestamp: null }, spec: {} };
    const response = await ask(admissionReview({ resource: 'migrations.forklift.konveyor.io', object: bare }));
    const { patch = '' } = response as { patch?: string };
    const expected = [{ op: 'add', path: '/metadata/annotations', value: { 'gantry.dev/requester': stampOfOlga } }];
    expect(JSON.parse(Buffer.from(patch, 'base64').toString())).toEqual(expected);
  });

  it.each(cases.filter(([, , , given, , expected]) => given !== expected))(
    'that is %s is refused as it came, were it not mended',
    async (_, before, spec0, given, spec1) => {
      const { ask } = admission('/admission/validate');
      const review = { operation: 'UPDATE', oldObject: stamped(before, spec0), object: stamped(given, spec1) } as const;
      expect(await ask(admissionReview(review))).toMatchObject({
        allowed: false,
        status: { code: 403, message: 'The annotation gantry.dev/requester is written by Gantry only.' },
      });
    },
  );
});

describe('what cannot be judged', () => {
  const object = { ...plan, metadata: { ...plan.metadata, annotations: { 'gantry.dev/requester': stampOfOlga } } };
  const refusal = {
    allowed: false,
    status: {
      code: 500,
      message: 'Gantry cannot judge this now, because the API server does not answer its questions. Try again.',
    },
  };

  it('is refused, and the cause logged', async () => {
    const { ask, client, lines } = admission('/admission/validate');
    client.refuse = () => {
      throw new Error('connection refused');
    };
    expect(await ask(admissionReview({ object }))).toMatchObject(refusal);
    expect(lines.join('')).toContain('connection refused');
  });

  it('is refused before the API server stops waiting', async () => {
    const { ask, client, clock } = admission('/admission/validate');
    client.create = (_resource, _review, options) =>
      new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => {
          reject(options.signal?.reason as Error);
        });
      });
    const asked = ask(admissionReview({ object }));
    await clock.advance(8_000);
    expect(await asked).toMatchObject(refusal);
  });
});
