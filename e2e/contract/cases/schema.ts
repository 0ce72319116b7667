import { expect } from 'vitest';
import type { Api } from '../api.ts';
import type { Answer } from '../body.ts';
import { area, type Case } from '../case.ts';
import { widget, widgetNamespace, widgets } from '../fixtures.ts';

type Spec = Readonly<Record<string, unknown>>;

async function createWith(api: Api, spec: Spec): Promise<Answer> {
  return api.post(widgets(await widgetNamespace(api)), widget('a', spec));
}

/** What is refused: the part of the message behind the name, whole. */
const refusals: Readonly<Record<string, { readonly spec: Spec; readonly field: string; readonly message: string }>> = {
  'a number below the minimum': {
    spec: { size: -1 },
    field: 'spec.size',
    message: 'Invalid value: -1: spec.size in body should be greater than or equal to 0',
  },
  'a number above the maximum': {
    spec: { size: 101 },
    field: 'spec.size',
    message: 'Invalid value: 101: spec.size in body should be less than or equal to 100',
  },
  'a string where an integer belongs': {
    spec: { size: 'big' },
    field: 'spec.size',
    message: 'Invalid value: "string": spec.size in body must be of type integer: "string"',
  },
  'a number where a string belongs': {
    spec: { maybe: 5 },
    field: 'spec.maybe',
    message: 'Invalid value: "integer": spec.maybe in body must be of type string: "integer"',
  },
  'a value outside the enumeration': {
    spec: { color: 'pink' },
    field: 'spec.color',
    message: 'Unsupported value: "pink": supported values: "red", "green", "blue"',
  },
  'a string that breaks the pattern': {
    spec: { name: 'AB' },
    field: 'spec.name',
    message: `Invalid value: "AB": spec.name in body should match '^[a-z]+$'`,
  },
  'a string that is too long': {
    spec: { name: 'abcdefghi' },
    field: 'spec.name',
    message: 'Too long: may not be more than 8 bytes',
  },
  'a string that is too short': {
    spec: { name: 'a' },
    field: 'spec.name',
    message: 'Invalid value: "a": spec.name in body should be at least 2 chars long',
  },
  'a date that is none': {
    spec: { at: 'yesterday' },
    field: 'spec.at',
    message: 'Invalid value: "yesterday": spec.at in body must be of type date-time: "yesterday"',
  },
  'an object where int-or-string belongs': {
    spec: { port: {} },
    field: 'spec.port',
    message: 'Invalid value: "object": spec.port in body must be of type integer,string: "object"',
  },
  'too many items': {
    spec: { tags: ['a', 'b', 'c', 'd'] },
    field: 'spec.tags',
    message: 'Too many: 4: must have at most 3 items',
  },
  'a missing member of a list': {
    spec: { parts: [{ weight: 1 }] },
    field: 'spec.parts[0].key',
    message: 'Required value',
  },
  'two members of the same key': {
    spec: { parts: [{ key: 'x' }, { key: 'x' }] },
    field: 'spec.parts[1]',
    message: 'Duplicate value: {"key":"x"}',
  },
  'a member of a set twice': {
    spec: { set: ['x', 'y', 'x'] },
    field: 'spec.set[2]',
    message: 'Duplicate value: "x"',
  },
  'a value of another type in a map': {
    spec: { labels: { k: 1 } },
    field: 'spec.labels.k',
    message: 'Invalid value: "integer": spec.labels.k in body must be of type string: "integer"',
  },
  'a list where an object belongs': {
    spec: { box: [] },
    field: 'spec.box',
    message: 'Invalid value: "array": spec.box in body must be of type object: "array"',
  },
};

const refused: Readonly<Record<string, Case['run']>> = Object.fromEntries(
  Object.entries(refusals).map(([name, { spec, field, message }]) => [
    `${name} is 422`,
    async (api: Api) => {
      const answer = await createWith(api, spec);
      expect(answer.status, answer.text).toBe(422);
      expect(answer.body.reason).toBe('Invalid');
      expect(answer.body.message).toBe(`Widget.contract.gantry.test "a" is invalid: ${field}: ${message}`);
      expect(answer.body.details.causes).toMatchObject([{ field, message }]);
    },
  ]),
);

export const schema = area('schema', {
  ...refused,
  'a required field missing is 422': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), { ...widget('a'), spec: {} });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      message: 'Widget.contract.gantry.test "a" is invalid: spec.size: Required value',
      details: { causes: [{ reason: 'FieldValueRequired', field: 'spec.size', message: 'Required value' }] },
    });
  },
  'a fraction where an integer belongs is 422': async (api) => {
    const answer = await createWith(api, { size: 1.5 });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'spec.size: Invalid value: "number": spec.size in body must be of type integer: "number"',
    );
  },
  'several mistakes are told together': async (api) => {
    const answer = await createWith(api, { size: 101, color: 'pink' });
    expect(answer.status).toBe(422);
    expect(answer.body.details.causes.map(({ field }) => field).sort()).toEqual(['spec.color', 'spec.size']);
    expect(answer.body.message).toMatch(/^Widget\.contract\.gantry\.test "a" is invalid: \[/);
  },
  'int-or-string takes both': async (api) => {
    expect((await createWith(api, { port: 80 })).body.spec.port).toBe(80);
    expect((await createWith(api, { port: 'http' })).body.spec.port).toBe('http');
  },
  'a default fills a missing field': async (api) => {
    expect((await createWith(api, {})).body.spec.color).toBe('red');
  },
  'a default is filled inside an object that is there, and only there': async (api) => {
    expect((await createWith(api, {})).body.spec.box).toBeUndefined();
    expect((await createWith(api, { box: { on: true } })).body.spec.box).toEqual({ on: true, depth: 1.5 });
  },
  'a default is filled in every member of a list': async (api) => {
    const answer = await createWith(api, { parts: [{ key: 'x' }, { key: 'y', weight: 1 }] });
    expect(answer.body.spec.parts).toEqual([
      { key: 'x', weight: 5 },
      { key: 'y', weight: 1 },
    ]);
  },
  'no default is filled where the parent is missing': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), { ...widget('a'), spec: undefined });
    expect(answer.status).toBe(201);
    expect(answer.body.spec).toBeUndefined();
  },
  'null becomes the default where the field is not nullable': async (api) => {
    expect((await createWith(api, { color: null })).body.spec.color).toBe('red');
  },
  'null stays where the field is nullable': async (api) => {
    expect((await createWith(api, { maybe: null })).body.spec.maybe).toBeNull();
  },
  'null where the field has no default and is not nullable is dropped': async (api) => {
    const answer = await createWith(api, { name: null });
    expect(answer.status).toBe(201);
    expect(answer.body.spec).not.toHaveProperty('name');
  },
  'unknown fields are pruned at any depth': async (api) => {
    const answer = await createWith(api, { nope: 1, box: { on: true, nope: 2 }, parts: [{ key: 'x', nope: 3 }] });
    expect(answer.body.spec).toEqual({
      size: 1,
      color: 'red',
      box: { on: true, depth: 1.5 },
      parts: [{ key: 'x', weight: 5 }],
    });
  },
  'unknown fields at the root are pruned': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), { ...widget('a'), extra: 1 });
    expect(answer.status).toBe(201);
    expect(answer.body.extra).toBeUndefined();
  },
  'what preserves unknown fields keeps them': async (api) => {
    const free = { any: { thing: [1, 'two', null, { three: true }] } };
    expect((await createWith(api, { free })).body.spec.free).toEqual(free);
  },
  'unknown fields of metadata are dropped': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), widget('a', {}, { nope: 1 }));
    expect(answer.status).toBe(201);
    expect(answer.body.metadata).not.toHaveProperty('nope');
  },
  'of a text only the first fault is named': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), widget('a', { name: 'X' }));
    expect(answer.body.details.causes.map(({ message }) => message)).toEqual([
      'Invalid value: "X": spec.name in body should be at least 2 chars long',
    ]);
  },
});
