import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core } from '../fixtures.ts';

const gzip = { 'accept-encoding': 'gzip' };
const data = (kilobytes: number) => ({ data: { a: 'x'.repeat(kilobytes * 1024) } });

export const compression = area('compression', {
  'an answer of more than 128 KiB is compressed for who takes it': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('big', data(200)));
    const { server } = api;
    const response = await server.dispatcher.request({
      origin: server.url,
      path: core(namespace, 'configmaps', 'big'),
      method: 'GET',
      headers: { accept: 'application/json', authorization: `Bearer ${server.adminToken}`, ...gzip },
    });
    expect(response.headers['content-encoding']).toBe('gzip');
    expect(response.headers.vary).toBe('Accept-Encoding');
    const body = JSON.parse(gunzipSync(await response.body.bytes()).toString()) as { readonly data: unknown };
    expect(body.data).toEqual(data(200).data);
  },
  'a smaller one is not': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('mid', data(120)));
    const answer = await api.get(core(namespace, 'configmaps', 'mid'), { headers: gzip });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.body.metadata.name).toBe('mid');
  },
  'nor is one for who did not ask': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('big', data(200)));
    const answer = await api.get(core(namespace, 'configmaps', 'big'));
    expect(answer.headers['content-encoding']).toBeUndefined();
  },
});
