import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import { createLog } from '../platform/log.ts';
import { admissionReview } from '../testing/admission-review.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { admissionPaths } from './admission.ts';
import { openStamps, type Stamps } from './stamps.ts';

function admission(path: '/admission/mutate' | '/admission/validate') {
  const clock = new VirtualClock();
  const client = new MemoryClient(clock);
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => lines.push(line) });
  const options = { client, clock, log, namespace: 'gantry', newKey: () => Buffer.alloc(32, 1) };
  const ask = async (review: unknown) => {
    const answered = (await admissionPaths(options).get(path)?.(review)) as
      { response: { uid: string; allowed: boolean; status?: { code: number; message: string } } } | undefined;
    return answered?.response;
  };
  return { clock, client, lines, ask, stamps: openStamps(options) };
}

const spec = {
  targetNamespace: 'prod',
  provider: { source: { name: 'vc' }, destination: { name: 'host' } },
  map: { network: {}, storage: {} },
  vms: [{ id: 'vm-1' }],
};
const metadata = { name: 'spring', namespace: 'migrations', uid: 'uid-1', annotations: {} as Record<string, string> };
const plan = { metadata, spec };

describe('a review', () => {
  const { ask, stamps } = admission('/admission/validate');

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
    expect(await ask(admissionReview({ object: await ofOlga(stamps, object) }))).toMatchObject({
      allowed: false,
      status: { code: 422 },
    });
  });
});

const people = {
  olga: { user: 'olga', uid: '7', groups: ['dev', 'system:authenticated'] },
  mallory: { user: 'mallory', uid: '8', groups: [] },
};

/** Being created. */
async function ofOlga(stamps: Stamps, object: { readonly metadata: typeof metadata; readonly spec: object }) {
  const { uid, ...before } = object.metadata;
  const stamp = await stamps.sign(people.olga, { ...object, metadata: before });
  return { ...object, metadata: { ...before, uid, annotations: { 'gantry.dev/requester': stamp } } };
}

describe('a stamp', () => {
  type Spec = Readonly<Record<string, unknown>>;
  /** Signed for that person, as it came (a text that nobody signed), or none. */
  type Stamp = 'olga' | 'mallory' | 'a' | 'b' | undefined;
  const changed = { warm: true };
  const cases: [string, Stamp, Spec, 'same' | Stamp, Spec, Stamp][] = [
    ['kept', 'mallory', {}, 'same', {}, 'mallory'],
    ['taken away', 'mallory', {}, undefined, {}, 'mallory'],
    ['claimed', 'mallory', {}, 'b', {}, 'olga'],
    ['kept over a change', 'mallory', {}, 'same', changed, 'olga'],
    ['taken away with a change', 'mallory', {}, undefined, changed, 'olga'],
    ['kept by who puts the plan away', 'mallory', {}, 'same', { archived: true }, 'mallory'],
    [
      'kept by who stops a machine',
      'mallory',
      { cancel: [{ id: '1' }] },
      'same',
      { cancel: [{ id: '2' }, { id: '1' }] },
      'mallory',
    ],
    ['kept by who stops the first one', 'mallory', {}, 'same', { cancel: [{ id: '2' }] }, 'mallory'],
    ['taken away by who stops the first one', 'mallory', {}, undefined, { cancel: [{ id: '2' }] }, 'mallory'],
    ['kept over what goes on again', 'mallory', { cancel: [{ id: '1' }] }, 'same', {}, 'olga'],
    ['kept over a plan that is taken out again', 'mallory', { archived: true }, 'same', { archived: false }, 'olga'],
    ['kept over a stop that hides a change', 'mallory', {}, 'same', { cancel: [{ id: '1' }], ...changed }, 'olga'],
    ['not ours, and kept', 'a', {}, 'same', {}, 'a'],
    ['not ours, and does not become ours by a stop', 'a', {}, 'same', { archived: true }, 'a'],
    ['not ours, and claimed', 'a', {}, 'b', {}, 'olga'],
    ['not ours, and kept over a change', 'a', {}, 'same', changed, 'olga'],
    ['of nobody, and nobody asks for one', undefined, {}, undefined, {}, undefined],
    ['of nobody, and claimed', undefined, {}, 'b', {}, 'olga'],
  ];

  async function stamped(stamps: Stamps, stamp: Stamp, more: Spec, text?: string) {
    const object = { ...plan, spec: { ...spec, ...more } };
    const isSigned = stamp === 'olga' || stamp === 'mallory';
    const value = text ?? (isSigned ? await stamps.sign(people[stamp], object) : stamp);
    const annotations: Record<string, string> = value === undefined ? {} : { 'gantry.dev/requester': value };
    return { ...object, metadata: { ...object.metadata, annotations } };
  }
  const textOf = (object: { metadata: { annotations: Record<string, string> } }) =>
    object.metadata.annotations['gantry.dev/requester'];

  async function written(stamps: Stamps, [, before, spec0, given, spec1, expected]: (typeof cases)[number]) {
    const oldObject = await stamped(stamps, before, spec0);
    const object =
      given === 'same' ? await stamped(stamps, before, spec1, textOf(oldObject)) : await stamped(stamps, given, spec1);
    const mended = await stamped(stamps, expected, spec1);
    return { operation: 'UPDATE' as const, oldObject, object, mended };
  }

  it.each(cases)('that is %s', async (...each) => {
    const { ask, stamps } = admission('/admission/mutate');
    const { mended, ...review } = await written(stamps, each);
    const response = (await ask(admissionReview(review))) as { patch?: string } | undefined;
    const patch = JSON.parse(Buffer.from(response?.patch ?? 'W10=', 'base64').toString()) as { value: string }[];
    const isRight = textOf(mended) === textOf(review.object);
    expect(patch.map(({ value }) => value)).toEqual(isRight ? [] : [textOf(mended)]);
  });

  it('is put where there is no annotation at all', async () => {
    const { ask, stamps } = admission('/admission/mutate');
    const metadata = { generateName: 'one-', namespace: 'migrations' };
    const bare = { metadata: { ...metadata, annotations: null, finalizers: null, deletionTimestamp: null }, spec: {} };
    const response = await ask(admissionReview({ resource: 'migrations.forklift.konveyor.io', object: bare }));
    const { patch = '' } = response as { patch?: string };
    const stamp = await stamps.sign(people.olga, { metadata, spec: {} });
    const expected = [{ op: 'add', path: '/metadata/annotations', value: { 'gantry.dev/requester': stamp } }];
    expect(JSON.parse(Buffer.from(patch, 'base64').toString())).toEqual(expected);
    expect(
      await stamps.proven({
        metadata: { ...metadata, name: 'one-x7', uid: 'uid-9', annotations: { 'gantry.dev/requester': stamp } },
        spec: {},
      }),
    ).toEqual(people.olga);
  });

  it.each(cases)('that is %s is refused as it came, unless it came right', async (...each) => {
    const { ask, stamps } = admission('/admission/validate');
    const { mended, ...review } = await written(stamps, each);
    const isRight = textOf(mended) === textOf(review.object);
    const refusal = {
      allowed: false,
      status: { code: 403, message: 'The annotation gantry.dev/requester is written by Gantry only.' },
    };
    expect(await ask(admissionReview(review))).toMatchObject(isRight ? { allowed: true } : refusal);
  });

  it('signed anew for who had it asks nothing of who only stops', async () => {
    const { ask, client, stamps } = admission('/admission/validate');
    client.allows = () => false;
    const parts = { operation: 'UPDATE' as const, oldObject: await stamped(stamps, 'mallory', {}) };
    const stopped = await stamped(stamps, 'mallory', { archived: true });
    expect(await ask(admissionReview({ ...parts, object: stopped }))).toMatchObject({ allowed: true });
    const more = await stamped(stamps, 'olga', changed);
    expect(await ask(admissionReview({ ...parts, object: more }))).toMatchObject({ allowed: false });
  });
});

describe('what cannot be judged', () => {
  const refusal = {
    allowed: false,
    status: {
      code: 500,
      message: 'Gantry cannot judge this now, because the API server does not answer its questions. Try again.',
    },
  };

  it('is refused, and the cause logged', async () => {
    const { ask, client, lines, stamps } = admission('/admission/validate');
    const object = await ofOlga(stamps, plan);
    client.refuse = () => {
      throw new Error('connection refused');
    };
    expect(await ask(admissionReview({ object }))).toMatchObject(refusal);
    expect(lines.join('')).toContain('connection refused');
  });

  it('is refused before the API server stops waiting', async () => {
    const { ask, client, clock, stamps } = admission('/admission/validate');
    const object = await ofOlga(stamps, plan);
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

  it('is refused in time where there is no key yet, and none can be made', async () => {
    const { ask, client, clock } = admission('/admission/mutate');
    client.create = () => new Promise(() => undefined);
    const asked = ask(admissionReview({ object: plan }));
    await clock.advance(8_000);
    expect(await asked).toMatchObject(refusal);
  });
});
