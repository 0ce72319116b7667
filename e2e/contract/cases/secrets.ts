import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core } from '../fixtures.ts';

export const secrets = area('secrets and config maps', {
  'a Secret is Opaque by default': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'secrets'), { metadata: { name: 's' }, data: { k: 'dg==' } });
    expect(made).toMatchObject({ kind: 'Secret', type: 'Opaque', data: { k: 'dg==' } });
  },
  'stringData becomes data and wins over it': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'secrets'), {
      metadata: { name: 's' },
      data: { k: 'b2xk', l: 'bA==' },
      stringData: { k: 'new' },
    });
    expect(made.data).toEqual({ k: 'bmV3', l: 'bA==' });
    expect(made.stringData).toBeUndefined();
  },
  'stringData in a patch replaces one key': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 's' }, data: { k: 'dg==', l: 'bA==' } });
    const answer = await api.patch('merge', core(namespace, 'secrets', 's'), { stringData: { k: 'new' } });
    expect(answer.body.data).toEqual({ k: 'bmV3', l: 'bA==' });
  },
  'data that is no base64 is 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'secrets'), { metadata: { name: 's' }, data: { k: 'not base64!' } });
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain('illegal base64 data');
  },
  'the type cannot be changed': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 's' } });
    const answer = await api.patch('merge', core(namespace, 'secrets', 's'), { type: 'gantry.test/other' });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe(
      'Secret "s" is invalid: type: Invalid value: "gantry.test/other": field is immutable',
    );
  },
  'an immutable Secret keeps its data': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 's' }, stringData: { k: 'v' }, immutable: true });
    const answer = await api.patch('merge', core(namespace, 'secrets', 's'), { stringData: { k: 'w' } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('data: Forbidden: field is immutable when `immutable` is set');
    expect(
      (await api.patch('merge', core(namespace, 'secrets', 's'), { metadata: { labels: { a: 'b' } } })).status,
    ).toBe(200);
  },
  'an immutable ConfigMap keeps its data and stays immutable': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), { ...configMap('c', { data: { k: 'v' } }), immutable: true });
    expect((await api.patch('merge', core(namespace, 'configmaps', 'c'), { data: { k: 'w' } })).status).toBe(422);
    const answer = await api.patch('merge', core(namespace, 'configmaps', 'c'), { immutable: false });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('immutable: Forbidden: field is immutable when `immutable` is set');
  },
  'a known type demands its keys': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'secrets'), { metadata: { name: 's' }, type: 'kubernetes.io/tls' });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('data[tls.crt]: Required value');
  },
  'binaryData of a ConfigMap is base64 and does not share keys with data': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), { ...configMap('c'), binaryData: { b: 'AAE=' } });
    expect(made.binaryData).toEqual({ b: 'AAE=' });
    const answer = await api.post(core(namespace, 'configmaps'), {
      ...configMap('d', { data: { b: 'x' } }),
      binaryData: { b: 'AAE=' },
    });
    expect(answer.status).toBe(422);
  },
  'a value that is no string is 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'configmaps'), configMap('c', { data: { k: 1 } }));
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain(
      'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    );
  },
});
