import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { core, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { pod, podNamespace } from '../pods.ts';

const fleet = {
  a: { tier: 'web', env: 'prod', size: '1' },
  b: { tier: 'web', env: 'test', size: '5' },
  c: { tier: 'data', env: 'prod', size: '9' },
  d: {},
} as const;

async function withFleet(api: Api): Promise<(selector: string) => Promise<string[]>> {
  const namespace = await widgetNamespace(api);
  for (const [name, labels] of Object.entries(fleet)) {
    await api.make(widgets(namespace), widget(name, { color: name === 'a' ? 'green' : 'blue' }, { labels }));
  }
  return async (selector) => {
    const answer = await api.get(`${widgets(namespace)}?${selector}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.items.map(({ metadata }) => metadata.name);
  };
}

const labels = (selector: string) => `labelSelector=${encodeURIComponent(selector)}`;
const fields = (selector: string) => `fieldSelector=${encodeURIComponent(selector)}`;

const labelTable: readonly (readonly [string, readonly string[]])[] = [
  ['tier=web', ['a', 'b']],
  ['tier==web', ['a', 'b']],
  ['tier!=web', ['c', 'd']],
  ['tier=web,env=prod', ['a']],
  ['env in (prod,test)', ['a', 'b', 'c']],
  ['env notin (prod)', ['b', 'd']],
  ['tier', ['a', 'b', 'c']],
  ['!tier', ['d']],
  ['size>4', ['b', 'c']],
  ['size<5', ['a']],
  ['tier in (web), env!=test', ['a']],
];

export const selectors = area('selectors', {
  ...Object.fromEntries(
    labelTable.map(([selector, expected]) => [
      `labels: ${selector}`,
      async (api: Api) => {
        const select = await withFleet(api);
        expect(await select(labels(selector))).toEqual(expected);
      },
    ]),
  ),
  'labels: a selector that cannot be parsed is 400': async (api) => {
    const answer = await api.get(`/api/v1/configmaps?${labels('a b')}`);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        reason: 'BadRequest',
        message: "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
      },
    });
  },
  'fields: metadata.name': async (api) => {
    const select = await withFleet(api);
    expect(await select(fields('metadata.name=b'))).toEqual(['b']);
    expect(await select(fields('metadata.name!=b'))).toEqual(['a', 'c', 'd']);
  },
  'fields: metadata.namespace across namespaces': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'here' } });
    const answer = await api.get(`/api/v1/secrets?${fields(`metadata.namespace=${namespace}`)}`);
    expect(answer.body.items.map(({ metadata }) => metadata.name)).toEqual(['here']);
  },
  'fields: what a custom kind declares selectable': async (api) => {
    const select = await withFleet(api);
    expect(await select(fields('spec.color=green'))).toEqual(['a']);
    expect(await select(`${fields('spec.color=blue')}&${labels('tier')}`)).toEqual(['b', 'c']);
  },
  'fields: what a custom kind does not declare is 400': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.get(`${widgets(namespace)}?${fields('spec.size=1')}`);
    expect(answer).toMatchObject({ status: 400, body: { message: 'field label not supported: spec.size' } });
  },
  'fields: what a core kind does not know is 400': async (api) => {
    const answer = await api.get(`/api/v1/configmaps?${fields('data.k=v')}`);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe(
      '"data.k" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
  },
  'fields: phase and node of Pods': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p', { nodeName: 'node-1' }));
    await api.make(core(namespace, 'pods'), pod('q'));
    const names = async (selector: string) =>
      (await api.get(`${core(namespace, 'pods')}?${fields(selector)}`)).body.items.map(({ metadata }) => metadata.name);
    expect(await names('spec.nodeName=node-1')).toEqual(['p']);
    expect(await names('spec.nodeName=')).toEqual(['q']);
    expect(await names('status.phase=Pending')).toEqual(['p', 'q']);
    expect(await names('status.phase!=Pending')).toEqual([]);
  },
  'fields: type of Secrets': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'plain' } });
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'other' }, type: 'gantry.test/other' });
    const answer = await api.get(`${core(namespace, 'secrets')}?${fields('type=gantry.test/other')}`);
    expect(answer.body.items.map(({ metadata }) => metadata.name)).toEqual(['other']);
  },
  'fields: the object of Events': async (api) => {
    const namespace = await api.namespace();
    const event = (name: string, involved: string, reason: string) => ({
      metadata: { name },
      involvedObject: { kind: 'ConfigMap', namespace, name: involved, uid: `uid-${involved}` },
      reason,
      type: 'Normal',
    });
    await api.make(core(namespace, 'events'), event('one', 'x', 'Made'));
    await api.make(core(namespace, 'events'), event('two', 'y', 'Made'));
    const names = async (selector: string) =>
      (await api.get(`${core(namespace, 'events')}?${fields(selector)}`)).body.items.map(
        ({ metadata }) => metadata.name,
      );
    expect(await names('involvedObject.name=x')).toEqual(['one']);
    expect(await names('involvedObject.uid=uid-y,reason=Made')).toEqual(['two']);
    expect(await names('type=Warning')).toEqual([]);
  },
});
