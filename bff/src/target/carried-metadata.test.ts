import { describe, expect, test } from 'vitest';
import type { PlanSpec } from '../api/generated/plan.ts';
import { carriedMetadata } from './carried-metadata.ts';

const tag = (name: string, description = 'yes', category = 'c') => ({ name, description, category });
const key = (name: string) => `vsphere.forklift.konveyor.io/${name}`;
const report = 'forklift.konveyor.io/sanitized-metadata';
const three = [tag('owner', 'platform'), tag('ENV', 'prod'), tag('internal')];

describe('tags become labels', () => {
  test.each<[string, PlanSpec['tagMapping'], string[]]>([
    ['all of them', undefined, ['owner', 'ENV', 'internal']],
    ['all of them where the list is empty', { labelTags: [] }, ['owner', 'ENV', 'internal']],
    ['those that are listed, in any letters', { labelTags: ['Owner', 'env', 'gone'] }, ['owner', 'ENV']],
    ['none where the plan says so', { disabled: true, labelTags: ['owner'] }, []],
  ])('%s', (_name, mapping, names) => {
    expect(Object.keys(carriedMetadata({ tags: three }, mapping).labels).sort()).toEqual(names.map(key).sort());
  });

  test('with their descriptions as values', () => {
    expect(carriedMetadata({ tags: [tag('owner', 'platform')] }).labels).toEqual({ [key('owner')]: 'platform' });
  });

  test.each([
    ['a name with spaces', tag('a b', 'x'), { [key('a_b')]: 'x' }, { 'tag.name.a b': 'a_b' }],
    ['a long description', tag('a', 'x'.repeat(80)), { [key('a')]: 'x'.repeat(63) }, { 'tag.value.a': 'x'.repeat(63) }],
    ['a description in other letters', tag('a', '-ä-'), { [key('a')]: '' }, { 'tag.value.a': '' }],
    ['a name of nothing that can stay', tag('äö', 'x'), {}, { 'tag.name.äö': '' }],
  ])('%s is told', (_name, given, labels, told) => {
    const made = carriedMetadata({ tags: [given] });
    expect(made.labels).toEqual(labels);
    expect(JSON.parse(made.annotations[report] ?? '')).toEqual(told);
  });

  test('of two with one name the first stays', () => {
    expect(carriedMetadata({ tags: [tag('a', 'one'), tag('a', 'two', 'd')] }).labels).toEqual({ [key('a')]: 'one' });
  });
});

test('attributes become annotations, whatever becomes of tags', () => {
  const made = carriedMetadata({ tags: three, attributes: { app: 'shop', 'bad name': 'x y' } }, { disabled: true });
  expect(made).toEqual({
    labels: {},
    annotations: {
      [key('app')]: 'shop',
      [key('bad_name')]: 'x y',
      [report]: '{"customAttribute.name.bad name":"bad_name"}',
    },
  });
});

test('a machine without any has none', () => {
  expect(carriedMetadata({})).toEqual({ labels: {}, annotations: {} });
});

test('more than an object can carry is left out', () => {
  const attributes = { small: 'x', huge: 'x'.repeat(10_000_000), other: 'y' };
  const tags = Array.from({ length: 5_000 }, (_, index) => tag(`tag ${index}`));
  const made = carriedMetadata({ attributes, tags });
  expect(made.annotations).toMatchObject({ [key('small')]: 'x', [key('other')]: 'y' });
  expect(made.annotations).not.toHaveProperty([key('huge')]);
  expect(JSON.stringify(made).length).toBeLessThan(50_000);
});
