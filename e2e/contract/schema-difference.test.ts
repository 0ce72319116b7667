import { expect, test } from 'vitest';
import { schemaDifferences, type SchemaNode } from './schema-difference.ts';

const published: SchemaNode = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', enum: ['a', 'b'] },
    warm: { type: 'boolean', default: true },
    list: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

const withField = (name: string, node: SchemaNode | undefined): SchemaNode => {
  const { [name]: replaced, ...others } = published.properties ?? {};
  expect(name === 'extra' || replaced !== undefined).toBe(true);
  return { ...published, properties: node === undefined ? others : { ...others, [name]: node } };
};

test.each<{ what: string; ours: SchemaNode; expected: string[] }>([
  { what: 'the same', ours: published, expected: [] },
  { what: 'an optional field more', ours: withField('extra', { type: 'string' }), expected: [] },
  { what: 'a value more', ours: withField('name', { type: 'string', enum: ['a', 'b', 'c'] }), expected: [] },
  { what: 'a field less', ours: withField('list', undefined), expected: ['list: is missing'] },
  {
    what: 'a value less',
    ours: withField('name', { type: 'string', enum: ['a'] }),
    expected: ['name: enum lacks "b"'],
  },
  {
    what: 'another default',
    ours: withField('warm', { type: 'boolean', default: false }),
    expected: ['warm: default is false instead of true'],
  },
  {
    what: 'another type, deep inside',
    ours: withField('list', { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } }),
    expected: ['list[].id: type is "integer" instead of "string"'],
  },
  {
    what: 'a pattern added to a map’s values',
    ours: withField('labels', { type: 'object', additionalProperties: { type: 'string', pattern: 'x' } }),
    expected: ['labels{}: pattern is "x" instead of absent'],
  },
  {
    what: 'unknown fields dropped',
    ours: withField('free', { type: 'object' }),
    expected: ['free: drops unknown fields'],
  },
  {
    what: 'an enum in other words',
    ours: withField('name', { type: 'string', allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'a', 'x'] }] }),
    expected: [],
  },
  {
    what: 'more required',
    ours: { ...published, required: ['name', 'warm'] },
    expected: ['(root): warm is required by us only'],
  },
  { what: 'less required', ours: { ...published, required: [] }, expected: ['(root): name is no longer required'] },
])('$what', ({ ours, expected }) => {
  expect(schemaDifferences(published, ours)).toEqual(expected);
});
