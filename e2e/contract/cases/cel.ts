import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { crds, definition, install, ownGroup } from '../fixtures.ts';

const rules = 'x-kubernetes-validations';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      [rules]: [
        { rule: 'self.min <= self.max', message: 'min above max' },
        { rule: '!has(self.late) || self.late > 3' },
      ],
      properties: {
        min: { type: 'integer', default: 0 },
        max: { type: 'integer', default: 10 },
        late: { type: 'integer' },
        fixed: {
          type: 'string',
          [rules]: [{ rule: 'self == oldSelf', message: 'fixed stays', reason: 'FieldValueForbidden' }],
        },
        name: {
          type: 'string',
          maxLength: 20,
          [rules]: [{ rule: "self.startsWith('a')", messageExpression: "'not ' + self" }],
        },
        list: {
          type: 'array',
          maxItems: 5,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['k'],
          [rules]: [{ rule: "self.all(x, x.k != 'bad')", message: 'bad k' }],
          items: {
            type: 'object',
            required: ['k'],
            properties: {
              k: { type: 'string', maxLength: 9 },
              n: { type: 'integer', [rules]: [{ rule: 'self < 5', message: 'n too big' }] },
              up: { type: 'integer', [rules]: [{ rule: 'self >= oldSelf', message: 'up only grows' }] },
            },
          },
        },
        map: {
          type: 'object',
          maxProperties: 4,
          [rules]: [{ rule: 'self.all(k, k.size() < 4)', message: 'long key' }],
          additionalProperties: { type: 'integer', [rules]: [{ rule: 'self > 0' }] },
        },
        when: {
          type: 'string',
          format: 'date-time',
          [rules]: [{ rule: "self > timestamp('2020-01-01T00:00:00Z')", message: 'too old' }],
        },
        wait: {
          type: 'string',
          format: 'duration',
          [rules]: [{ rule: "self >= duration('1s')", message: 'too short' }],
        },
        either: {
          'x-kubernetes-int-or-string': true,
          maxLength: 9,
          [rules]: [{ rule: "type(self) == string ? self == 'x' : self == 5", message: 'neither' }],
        },
        first: {
          type: 'string',
          maxLength: 9,
          [rules]: [{ rule: "oldSelf.hasValue() || self == 'one'", optionalOldSelf: true, message: 'begins with one' }],
        },
        share: { type: 'number', [rules]: [{ rule: 'self < 2.5', message: 'too much' }] },
        word: { type: 'string', maxLength: 9, [rules]: [{ rule: "self.matches('^[a-z]+$')", message: 'no word' }] },
        row: { type: 'array', maxItems: 3, items: { type: 'integer' }, [rules]: [{ rule: 'self[0] == 1' }] },
        'two-part': { type: 'integer' },
        box: {
          type: 'object',
          [rules]: [{ rule: 'self.x > 1', fieldPath: '.x', message: 'x small', reason: 'FieldValueRequired' }],
          properties: { x: { type: 'integer' } },
        },
      },
    },
    status: {
      type: 'object',
      properties: { n: { type: 'integer', [rules]: [{ rule: 'self >= oldSelf', message: 'n only grows' }] } },
    },
  },
};

type Fields = Readonly<Record<string, unknown>>;

const group = 'cel.gantry.test';
const installed = new WeakMap<Api, Promise<void>>();

/** A namespace for ruled objects; installs their kind at the first call. */
async function ruled(api: Api) {
  const version = { subresources: { status: {} } };
  const ready =
    installed.get(api) ?? install(api, definition({ group, kind: 'Ruled', plural: 'ruleds', schema, version }));
  installed.set(api, ready);
  await ready;
  const path = `/apis/${group}/v1/namespaces/${await api.namespace()}/ruleds`;
  const object = (spec: Fields) => ({ apiVersion: `${group}/v1`, kind: 'Ruled', metadata: { name: 'a' }, spec });
  return { path, one: `${path}/a`, object, post: (spec: Fields) => api.post(path, object(spec)) };
}

const broken: readonly (readonly [what: string, spec: Fields, causes: readonly (readonly [string, string])[]])[] = [
  ['fields against each other', { min: 11 }, [['spec', 'Invalid value: min above max']]],
  [
    'a rule without a message is shown itself',
    { late: 2 },
    [['spec', 'Invalid value: failed rule: !has(self.late) || self.late > 3']],
  ],
  ['a message expression', { name: 'bcd' }, [['spec.name', 'Invalid value: "bcd": not bcd']]],
  ['an item of a list', { list: [{ k: 'a', n: 9 }] }, [['spec.list[0].n', 'Invalid value: 9: n too big']]],
  [
    'a list and its item',
    { list: [{ k: 'bad', n: 9 }] },
    [
      ['spec.list', 'Invalid value: bad k'],
      ['spec.list[0].n', 'Invalid value: 9: n too big'],
    ],
  ],
  ['keys of a map', { map: { toolong: 1 } }, [['spec.map', 'Invalid value: long key']]],
  ['values of a map', { map: { a: 0 } }, [['spec.map[a]', 'Invalid value: 0: failed rule: self > 0']]],
  ['a time', { when: '2019-01-01T00:00:00Z' }, [['spec.when', 'Invalid value: "2019-01-01T00:00:00Z": too old']]],
  ['a duration', { wait: '5ms' }, [['spec.wait', 'Invalid value: "5ms": too short']]],
  ['a number that may be text', { either: 4 }, [['spec.either', 'Invalid value: 4: neither']]],
  ['text that may be a number', { either: 'y' }, [['spec.either', 'Invalid value: "y": neither']]],
  ['a value that was not there before', { first: 'two' }, [['spec.first', 'Invalid value: "two": begins with one']]],
  ['a fraction', { share: 3 }, [['spec.share', 'Invalid value: 3: too much']]],
  ['a pattern', { word: 'A' }, [['spec.word', 'Invalid value: "A": no word']]],
  ['a field within, with a reason', { box: { x: 1 } }, [['spec.box.x', 'Required value: x small']]],
  [
    'an expression that fails',
    { row: [] },
    [['spec.row', 'Invalid value: "array": index out of bounds: 0 evaluating rule: self[0] == 1']],
  ],
  [
    'a field that is not there',
    { box: {} },
    [['spec.box', 'Invalid value: "object": no such key: x evaluating rule: x small']],
  ],
  [
    'no rule is asked of a value of the wrong type',
    { min: 'x', late: 1 },
    [
      ['spec.min', 'Invalid value: "string": spec.min in body must be of type integer: "string"'],
      [
        '<nil>',
        'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
      ],
    ],
  ],
];

const unusable: readonly (readonly [what: string, type: string, rule: Fields, text: string])[] = [
  ['no rule', 'string', { message: 'm' }, '[0].rule: Required value: rule is not specified'],
  ['no expression', 'string', { rule: 'self ==' }, 'compilation failed: ERROR: '],
  ['a field of a text', 'string', { rule: 'self.foo == 1' }, 'compilation failed: ERROR: '],
  ['another result than true or false', 'integer', { rule: 'self + 1' }, 'cel expression must evaluate to a bool'],
];

export const cel = area('rules of a schema', {
  ...Object.fromEntries(
    broken.map(([what, spec, causes]) => [
      `broken: ${what}`,
      async (api: Api) => {
        const answer = await (await ruled(api)).post(spec);
        expect(answer.status).toBe(422);
        expect(answer.body.details.causes.map(({ field, message }) => [field, message])).toEqual(causes);
      },
    ]),
  ),
  'kept: an object that breaks none is stored': async (api) => {
    const { post } = await ruled(api);
    const spec = {
      name: 'abc',
      list: [{ k: 'a', n: 1 }],
      map: { a: 1 },
      either: 5,
      first: 'one',
      share: 2,
      wait: '2s',
    };
    expect(await post(spec)).toMatchObject({ status: 201, body: { spec } });
  },
  'a rule about change is not asked of a new value': async (api) => {
    const { post, one } = await ruled(api);
    expect((await post({ fixed: 'a' })).status).toBe(201);
    expect(await api.patch('merge', one, { spec: { fixed: 'b' } })).toMatchObject({
      status: 422,
      body: { details: { causes: [{ field: 'spec.fixed', message: 'Forbidden: fixed stays' }] } },
    });
    expect((await api.patch('merge', one, { spec: { max: 12 } })).status).toBe(200);
    expect((await api.patch('merge', one, { spec: { fixed: null } })).status).toBe(200);
  },
  'items of a map list are compared with what they were': async (api) => {
    const { post, one } = await ruled(api);
    await post({ list: [{ k: 'a', up: 3 }] });
    const moved = await api.patch('merge', one, {
      spec: {
        list: [
          { k: 'b', up: 1 },
          { k: 'a', up: 3 },
        ],
      },
    });
    expect(moved.status).toBe(200);
    expect(await api.patch('merge', one, { spec: { list: [{ k: 'a', up: 2 }] } })).toMatchObject({
      status: 422,
      body: { details: { causes: [{ field: 'spec.list[0].up', message: 'Invalid value: 2: up only grows' }] } },
    });
  },
  'status has rules too': async (api) => {
    const { post, one } = await ruled(api);
    await post({});
    expect((await api.patch('merge', `${one}/status`, { status: { n: 3 } })).status).toBe(200);
    expect(await api.patch('merge', `${one}/status`, { status: { n: 2 } })).toMatchObject({
      status: 422,
      body: { details: { causes: [{ field: 'status.n', message: 'Invalid value: 2: n only grows' }] } },
    });
  },
  'an apply is asked as well': async (api) => {
    const { object, one } = await ruled(api);
    expect(await api.apply('me', one, object({ min: 40 }))).toMatchObject({
      status: 422,
      body: { details: { causes: [{ field: 'spec', message: 'Invalid value: min above max' }] } },
    });
  },
  'what was wrong before the rule came may stay, but not change': async (api) => {
    const group = ownGroup(api);
    const version = (own: Fields) => ({
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: {
            spec: { type: 'object', properties: { n: { type: 'integer', ...own }, m: { type: 'integer' } } },
          },
        },
      },
    });
    const kind = { group, kind: 'Old', plural: 'olds', schema: {} };
    await install(api, definition({ ...kind, version: version({}) }));
    const path = `/apis/${group}/v1/namespaces/${await api.namespace()}/olds`;
    await api.make(path, { apiVersion: `${group}/v1`, kind: 'Old', metadata: { name: 'a' }, spec: { n: 9 } });
    const wanted = definition({ ...kind, version: version({ [rules]: [{ rule: 'self < 5', message: 'big' }] }) });
    const { spec } = wanted as { spec: unknown };
    expect((await api.patch('merge', `${crds}/olds.${group}`, { spec })).status).toBe(200);
    await api.eventually(
      'the rule counts',
      () => api.patch('merge', `${path}/a?dryRun=All`, { spec: { n: 8 } }),
      ({ status }) => status === 422,
    );
    expect((await api.patch('merge', `${path}/a`, { spec: { m: 1 } })).status).toBe(200);
  },
  ...Object.fromEntries(
    unusable.map(([what, type, rule, text]) => [
      `a definition whose rule is ${what} is 422`,
      async (api: Api) => {
        const bad = { type: 'object', properties: { x: { type, [rules]: [rule] } } };
        const answer = await api.post(
          crds,
          definition({ group: ownGroup(api), kind: 'Bad', plural: 'bads', schema: bad }),
        );
        expect(answer.status).toBe(422);
        expect(answer.body.message).toContain(
          'spec.validation.openAPIV3Schema.properties[x].x-kubernetes-validations[0].rule',
        );
        expect(answer.body.message).toContain(text);
      },
    ]),
  ),
});
