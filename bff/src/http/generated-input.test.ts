import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hooks } from '../api/generated/hook.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import type { Endpoint } from '../api/http/endpoint.ts';
import { endpoints } from '../api/http/endpoints.ts';
import { failureCodes, refusalCodes, statementCodes } from '../api/http/message-codes.ts';
import { problem } from '../api/http/shapes.ts';
import { hook } from '../testing/hooks.ts';
import { HttpWorld, hostRef, project, vcenterRef, type Answer } from '../testing/http-world.ts';
import { valuesOf, type Schema } from '../testing/schema-values.ts';
import { settled } from '../testing/vcenter.ts';
import { openApiDocument } from './openapi.ts';

const callsEach = process.env.GANTRY_LONG ? 500 : 15;
const seed = process.env.GANTRY_LONG ? Date.now() : 1;

const apiVersion = 'forklift.konveyor.io/v1beta1';
/** Names of what there is, so that calls get further than `not found`. */
const known = [
  ...[project, 'prod', 'gantry', vcenterRef.name, hostRef.name, 'wave-1', 'vm-1001', 'web-01', 'vms', 'ceph-rbd'],
  ...['https://vcenter.sandbox.test/sdk', 'registry.test/hook:1', 'admin', ''],
];
/** What a caller has to expect; nothing that the service did not foresee is among them. */
const refusals = [400, 403, 404, 409, 422, 429, 503];
const codes: ReadonlySet<string> = new Set(
  [...failureCodes, ...refusalCodes, ...statementCodes].filter((code) => code !== 'internal'),
);

/** What a parameter of a path names mostly. */
function thingAt(path: string, parameter: string): string | undefined {
  if (parameter === 'name') return path.includes('/providers/') ? vcenterRef.name : 'wave-1';
  return { project, vm: 'vm-1001' }[parameter];
}

interface Operation {
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly schema: Schema;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

const { paths } = openApiDocument('test') as { paths: Record<string, Record<string, Operation>> };

interface Call {
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
}

/** Calls of an operation as the document describes them, some of them wrong. */
function callsOf({ method, path }: Endpoint): fc.Arbitrary<Call> {
  const described = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  if (described === undefined) throw new Error(`The document lacks ${method} ${path}.`);
  const { parameters = [], requestBody } = described;
  const valuesIn = (place: string) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    const values = here.map(({ name, schema }) => {
      const thing = place === 'path' ? thingAt(path, name) : undefined;
      const some = valuesOf(schema, known);
      return [name, thing === undefined ? some : fc.oneof({ weight: 6, arbitrary: fc.constant(thing) }, some)] as const;
    });
    return fc.record(Object.fromEntries(values), {
      requiredKeys: here.filter(({ required }) => required).map(({ name }) => name),
    });
  };
  return fc.record({
    path: valuesIn('path').map((values) => path.replace(/:(\w+)/g, (_, name: string) => segment(values[name]))),
    query: valuesIn('query').map((values) => new URLSearchParams(texts(values)).toString()),
    body:
      requestBody === undefined
        ? fc.constant(undefined)
        : valuesOf(requestBody.content['application/json'].schema, known),
  });
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const texts = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
/** Empty ones, and those that mean a place, would be another path. */
const segment = (value: unknown) => encodeURIComponent(textOf(value).replace(/^\.{0,2}$/, 'name'));

function judge(endpoint: Endpoint, { status, headers, body }: Answer): void {
  if (status === 200) {
    expect(endpoint.answer.safeParse(body).error).toBeUndefined();
    return;
  }
  expect(headers.get('content-type')).toContain('application/problem+json');
  const said = problem.parse(body);
  expect(said).toMatchObject({ status, requestId: headers.get('x-request-id') });
  expect(refusals, said.detail).toContain(status);
  expect(codes).toContain(said.code);
}

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  await world.addPlan('wave-1');
  await world.setConditions(plans, { namespace: project, name: 'wave-1' }, ['Ready']);
  const { client } = world.admin;
  const metadata = { namespace: project, name: 'wave-1' };
  const spec = { provider: { source: vcenterRef, destination: hostRef }, map: [] };
  await client.create(networkMaps, { apiVersion, kind: 'NetworkMap', metadata, spec });
  await client.create(storageMaps, { apiVersion, kind: 'StorageMap', metadata, spec });
  await client.create(hooks, hook('wave-1'));
  await world.settle();
});
afterAll(() => world.close());

/** What ends something comes last. */
const order = ['GET', 'POST', 'PUT', 'DELETE'];
const sorted = Object.entries<Endpoint>(endpoints).sort(
  ([, a], [, b]) => order.indexOf(a.method) - order.indexOf(b.method),
);

it.each(sorted)('%s answers as documented, whatever is asked', async (_, endpoint) => {
  const answers = async ({ path, query, body }: Call) => {
    const url = query === '' ? path : `${path}?${query}`;
    judge(endpoint, await settled(world.clock, world.call(endpoint.method, url, { as: 'admin', body })));
  };
  await fc.assert(fc.asyncProperty(callsOf(endpoint), answers), { numRuns: callsEach, seed, maxSkipsPerRun: 0 });
});
