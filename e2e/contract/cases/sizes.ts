import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

const mebibyte = 1024 * 1024;

export const sizes = area('sizes', {
  'an object of 1.4 MiB is stored': async (api) => {
    const namespace = await widgetNamespace(api);
    const free = { text: 'x'.repeat(1.4 * mebibyte) };
    expect((await api.post(widgets(namespace), widget('a', { free }))).status).toBe(201);
  },
  'an object of 1.6 MiB is too large for the store: 500': async (api) => {
    const namespace = await widgetNamespace(api);
    const free = { text: 'x'.repeat(1.6 * mebibyte) };
    const answer = await api.post(widgets(namespace), widget('a', { free }));
    expect(answer).toMatchObject({ status: 500, body: { message: 'etcdserver: request is too large' } });
  },
  'a body of more than 3 MiB is 413': async (api) => {
    const namespace = await widgetNamespace(api);
    const free = { text: 'x'.repeat(3.2 * mebibyte) };
    const answer = await api.post(widgets(namespace), widget('a', { free }));
    expect(answer).toMatchObject({ status: 413, body: { reason: 'RequestEntityTooLarge' } });
    expect(answer.body.message).toContain('limit is 3145728');
  },
  'a patch that makes an object too large is 500 and changes nothing': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a', { free: { one: 'x'.repeat(mebibyte) } }));
    const answer = await api.patch('merge', widgets(namespace, 'a'), { spec: { free: { two: 'x'.repeat(mebibyte) } } });
    expect(answer.status).toBe(500);
    expect((await api.get(widgets(namespace, 'a'))).body.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
  },
  'a ConfigMap holds at most 1 MiB of data': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      core(namespace, 'configmaps'),
      configMap('a', { data: { k: 'x'.repeat(mebibyte + 1) } }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('Too long: may not be more than 1048576 bytes');
  },
  'a Secret holds at most 1 MiB of data': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'secrets'), {
      metadata: { name: 's' },
      data: { k: Buffer.alloc(mebibyte + 1).toString('base64') },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('data: Too long: may not be more than 1048576 bytes');
  },
});
