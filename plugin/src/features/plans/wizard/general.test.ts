import { expect, test } from 'vitest';
import { parseRef } from '../../../shared/providers/provider-refs.ts';
import { freeName, withProposals, type GeneralFacts } from './general.ts';
import { provider, thisCluster } from './testing/samples.ts';

const facts: GeneralFacts = {
  providers: [thisCluster, provider('vcenter-a')],
  projects: [
    { name: 'migrations', system: false },
    { name: 'openshift-config', system: true },
  ],
  takenNames: new Set(['vcenter-a-1']),
};
const input = { project: 'migrations', description: '' };

test('everything is proposed: the free name, the only ready source, this cluster, the same project', () => {
  expect(withProposals(input, facts)).toEqual({
    name: 'vcenter-a-2',
    project: 'migrations',
    description: '',
    source: { namespace: 'migrations', name: 'vcenter-a' },
    target: { namespace: 'gantry', name: 'host' },
    targetProject: 'migrations',
  });
});

test('what the user typed stands, also when it is nothing', () => {
  expect(withProposals({ ...input, name: '', targetProject: 'prod' }, facts)).toMatchObject({
    name: '',
    targetProject: 'prod',
  });
});

test('a system project is not proposed as the target', () => {
  expect(withProposals({ ...input, project: 'openshift-config' }, facts).targetProject).toBeUndefined();
});

test.each([
  { title: 'several are ready', providers: [thisCluster, provider('a'), provider('b')] },
  { title: 'none is ready', providers: [thisCluster, provider('a', { state: 'Unreachable' })] },
  { title: 'there is none', providers: [thisCluster] },
])('no source is chosen silently when $title', ({ providers }) => {
  expect(withProposals(input, { ...facts, providers }).source).toBeUndefined();
});

test.each([
  { taken: [], name: 'vc-1' },
  { taken: ['vc-1', 'vc-3'], name: 'vc-2' },
  { taken: ['vc-1', 'vc-2'], name: 'vc-3' },
])('the first number that is free besides $taken', ({ taken, name }) => {
  expect(freeName('vc', new Set(taken))).toBe(name);
});

test('a long or dotted source gives a name that is valid', () => {
  expect(freeName(`vc.example.com-${'x'.repeat(80)}`, new Set())).toMatch(/^[a-z0-9-]{1,63}$/);
});

test.each([
  { text: 'ns/name', ref: { namespace: 'ns', name: 'name' } },
  { text: null, ref: undefined },
  { text: 'name', ref: undefined },
  { text: 'a/b/c', ref: undefined },
])('a link to $text names $ref', ({ text, ref }) => {
  expect(parseRef(text)).toEqual(ref);
});
