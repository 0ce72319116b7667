import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import { providers } from '../../api/generated/provider.ts';
import { admissionReview } from '../../testing/admission-review.ts';
import { MemoryClient } from '../../testing/memory-client.ts';
import { parseReview, type AdmittedObject } from '../review.ts';
import { openStamps } from '../stamps.ts';
import { mutated } from './mutations.ts';

type Loose = Readonly<Record<string, unknown>>;

/** What becomes of the object, its annotations aside. */
async function after(resource: string, object: Loose, parts: { oldObject?: Loose; network?: string } = {}) {
  const client = new MemoryClient(new VirtualClock());
  const annotations = { 'forklift.konveyor.io/defaultTransferNetwork': parts.network ?? 'default/fast' };
  await client.create(providers, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: { name: 'host', namespace: 'migrations', annotations },
    spec: { type: 'openshift', secret: {} },
  });
  const newKey = () => Buffer.alloc(32, 1);
  const stamps = openStamps({ client, namespace: 'gantry', clock: new VirtualClock(), newKey });
  const { oldObject } = parts;
  const operation = oldObject === undefined ? 'CREATE' : 'UPDATE';
  const review = admissionReview({ resource, object, operation, ...(oldObject && { oldObject }) });
  const request = parseReview(review);
  if (request === undefined) throw new Error('The review is none.');
  const result: AdmittedObject | undefined = await mutated(request, {
    client,
    stamps,
    signal: new AbortController().signal,
  });
  return { annotations: result?.metadata.annotations ?? {}, spec: result?.spec, data: result?.data };
}

const plan = (spec: Loose = {}) => ({
  metadata: { name: 'spring' },
  spec: { provider: { source: { name: 'vc' }, destination: { name: 'host' } }, ...spec },
});

describe('the transfer network of a plan', () => {
  const fast = { namespace: 'default', name: 'fast' };
  const own = { namespace: 'other', name: 'own' };
  it.each<[string, Loose, { oldObject?: Loose; network?: string }, unknown]>([
    ['is that of the destination', plan(), {}, fast],
    ['is what the plan says', plan({ transferNetwork: own }), {}, own],
    ['is none where the destination names no namespace', plan(), { network: 'fast' }, undefined],
    ['is none where the destination names too much', plan(), { network: 'a/b/c' }, undefined],
    ['is none where the destination is not there', plan({ provider: { destination: { name: 'x' } } }), {}, undefined],
    ['is none where there is no destination', plan({ provider: {} }), {}, undefined],
    ['is not put into a plan that is only labelled', plan(), { oldObject: plan() }, undefined],
    ['is not put into a plan that is put away', plan({ archived: true }), { oldObject: plan() }, undefined],
    ['is put back by who replaces the plan', plan(), { oldObject: plan({ transferNetwork: fast }) }, fast],
  ])('%s', async (_, object, parts, expected) => {
    const { spec } = await after('plans.forklift.konveyor.io', object, parts);
    expect((spec as { transferNetwork?: unknown }).transferNetwork).toEqual(expected);
  });

  it('put back is nobody’s change', async () => {
    const metadata = { annotations: { 'gantry.dev/requester': 'somebody' } };
    const oldObject = { ...plan({ transferNetwork: fast }), metadata };
    const { annotations } = await after('plans.forklift.konveyor.io', { ...plan(), metadata }, { oldObject });
    expect(annotations).toEqual(metadata.annotations);
  });
});

describe('the endpoint of a provider', () => {
  it.each<[string, Loose, unknown]>([
    ['is a vCenter', { type: 'vsphere' }, { sdkEndpoint: 'vcenter' }],
    ['is what it says', { type: 'vsphere', settings: { sdkEndpoint: 'esxi' } }, { sdkEndpoint: 'esxi' }],
    ['stands beside the rest', { type: 'vsphere', settings: { a: 'b' } }, { a: 'b', sdkEndpoint: 'vcenter' }],
    ['is not asked of others', { type: 'ovirt' }, undefined],
    ['is left to the schema where it is malformed', { type: 'vsphere', settings: { a: 1 } }, { a: 1 }],
  ])('%s', async (_, spec, expected) => {
    const object = { metadata: { name: 'vc' }, spec };
    const changed = await after('providers.forklift.konveyor.io', object);
    expect((changed.spec as { settings?: unknown }).settings).toEqual(expected);
  });
});

describe('a Secret', () => {
  const no = { insecureSkipVerify: 'ZmFsc2U=' };
  const yes = { insecureSkipVerify: 'dHJ1ZQ==' };
  const secret = (rest: Loose) => ({ metadata: { name: 'vc' }, ...rest });
  it.each<[string, Loose, Loose | undefined, Loose | undefined]>([
    ['verifies', secret({ data: { user: 'YQ==' } }), undefined, { user: 'YQ==', ...no }],
    ['without data verifies', secret({}), undefined, no],
    ['says otherwise', secret({ data: yes }), undefined, yes],
    ['says otherwise in text', secret({ stringData: { insecureSkipVerify: 'true' } }), undefined, undefined],
    ['that never changes verifies when it is made', secret({ immutable: true }), undefined, no],
    ['that never changes stays', secret({ immutable: true }), secret({ immutable: true }), undefined],
  ])('%s', async (_, object, oldObject, expected) => {
    expect((await after('secrets', object, oldObject && { oldObject })).data).toEqual(expected);
  });
});
