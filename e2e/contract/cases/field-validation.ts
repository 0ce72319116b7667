import { expect } from 'vitest';
import { area } from '../case.ts';
import type { Answer } from '../body.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

function warnings({ headers }: Answer): readonly string[] {
  const { warning } = headers;
  if (warning === undefined) return [];
  return typeof warning === 'string'
    ? warning.split(', 299').map((each, index) => (index === 0 ? each : `299${each}`))
    : warning;
}

export const fieldValidation = area('field validation', {
  'Strict refuses unknown fields of a custom object with 400': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(
      `${widgets(namespace)}?fieldValidation=Strict`,
      widget('a', { nope: 1, box: { b: 1 } }),
    );
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      reason: 'BadRequest',
      message:
        'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.box.b", unknown field "spec.nope"',
    });
    expect((await api.get(widgets(namespace, 'a'))).status).toBe(404);
  },
  'Strict refuses unknown fields of a core object with 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(`${core(namespace, 'configmaps')}?fieldValidation=Strict`, {
      ...configMap('a'),
      dta: {},
    });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dta"',
    );
  },
  'Strict accepts what the schema knows': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(
      `${widgets(namespace)}?fieldValidation=Strict`,
      widget('a', { free: { x: 1 }, labels: { k: 'v' } }),
    );
    expect(answer.status).toBe(201);
    expect(warnings(answer)).toEqual([]);
  },
  'Strict refuses a field that is given twice': async (api) => {
    const namespace = await widgetNamespace(api);
    const body =
      '{"apiVersion":"contract.gantry.test/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":1,"size":2}}';
    const answer = await api.request('POST', `${widgets(namespace)}?fieldValidation=Strict`, { body });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('strict decoding error: duplicate field "spec.size"');
  },
  'Warn is the default: unknown fields are dropped with a warning': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), widget('a', { nope: 1 }, { foo: 1 }));
    expect(answer.status).toBe(201);
    expect(answer.body.spec).not.toHaveProperty('nope');
    expect([...warnings(answer)].sort()).toEqual([
      '299 - "unknown field \\"metadata.foo\\""',
      '299 - "unknown field \\"spec.nope\\""',
    ]);
  },
  'Warn warns for core objects too': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'configmaps'), { ...configMap('a'), dta: {} });
    expect(answer.status).toBe(201);
    expect(warnings(answer)).toEqual(['299 - "unknown field \\"dta\\""']);
  },
  'Ignore says nothing': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(`${widgets(namespace)}?fieldValidation=Ignore`, widget('a', { nope: 1 }));
    expect(answer.status).toBe(201);
    expect(answer.body.spec).not.toHaveProperty('nope');
    expect(warnings(answer)).toEqual([]);
  },
  'Strict holds for updates': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const body = { ...made, spec: { ...made.spec, nope: 1 } };
    const answer = await api.put(`${widgets(namespace, 'a')}?fieldValidation=Strict`, body);
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
  },
  'Strict makes a patch with unknown fields 422': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}?fieldValidation=Strict`, { spec: { nope: 1 } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('unknown field "spec.nope"');
  },
  'another value is 422': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(`${core(namespace, 'configmaps')}?fieldValidation=Sometimes`, configMap('a'));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('fieldValidation: Unsupported value: "Sometimes"');
  },
});
