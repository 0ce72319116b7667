import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

export const names = area('names', {
  'a name with capitals is 422 with the rule': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'configmaps'), configMap('Bad_Name'));
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      reason: 'Invalid',
      message: `ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": ${subdomain}`,
      details: {
        name: 'Bad_Name',
        kind: 'ConfigMap',
        causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }],
      },
    });
  },
  'a bad name of a custom object is 422 with its group': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), widget('Bad'));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe(
      `Widget.contract.gantry.test "Bad" is invalid: metadata.name: Invalid value: "Bad": ${subdomain}`,
    );
    expect(answer.body.details).toMatchObject({ name: 'Bad', group: 'contract.gantry.test', kind: 'Widget' });
  },
  '253 characters are a name, 254 are not': async (api) => {
    const namespace = await api.namespace();
    expect((await api.post(core(namespace, 'configmaps'), configMap('a'.repeat(253)))).status).toBe(201);
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a'.repeat(254)));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('must be no more than 253 characters');
  },
  'a namespace is a label: no dots': async (api) => {
    const name = `${api.unique('ns')}.x`;
    const answer = await api.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe(
      `Namespace "${name}" is invalid: metadata.name: Invalid value: "${name}": must not contain dots`,
    );
  },
  'a namespace has at most 63 characters': async (api) => {
    const answer = await api.post('/api/v1/namespaces', { metadata: { name: 'a'.repeat(64) } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('must be no more than 63 bytes');
  },
  'a Secret and a claim may have dots': async (api) => {
    const namespace = await api.namespace();
    expect((await api.post(core(namespace, 'secrets'), { metadata: { name: 'a.b' } })).status).toBe(201);
  },
  'roles may have colons, but no slash': async (api) => {
    const namespace = await api.namespace();
    const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles`;
    expect((await api.post(roles, { metadata: { name: 'System:a:B' }, rules: [] })).status).toBe(201);
    const answer = await api.post(roles, { metadata: { name: 'a/b' }, rules: [] });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(`metadata.name: Invalid value: "a/b": may not contain '/'`);
  },
  'a label value of 64 characters is 422': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      core(namespace, 'configmaps'),
      configMap('a', { metadata: { labels: { k: 'x'.repeat(64) } } }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('metadata.labels: Invalid value');
    expect(answer.body.message).toContain('must be no more than 63 bytes');
  },
  'a label value with a space is 422 with the rule': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      core(namespace, 'configmaps'),
      configMap('a', { metadata: { labels: { k: 'a b' } } }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe(`ConfigMap "a" is invalid: metadata.labels: Invalid value: "a b": ${labelValue}`);
  },
  'a bad label key is 422': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      core(namespace, 'configmaps'),
      configMap('a', { metadata: { labels: { 'a/b/c': 'v' } } }),
    );
    expect(answer).toMatchObject({ status: 422, body: { details: { causes: [{ field: 'metadata.labels' }] } } });
  },
  'a prefixed label key is fine, an empty value too': async (api) => {
    const namespace = await api.namespace();
    const labels = { 'gantry.dev/plan': '', 'x.y_z-0': 'A.b_c-9' };
    const made = await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { labels } }));
    expect(made.metadata.labels).toEqual(labels);
  },
  'annotations of more than 256 KiB together are 422': async (api) => {
    const namespace = await api.namespace();
    const annotations = { a: 'x'.repeat(140_000), b: 'x'.repeat(140_000) };
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a', { metadata: { annotations } }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('metadata.annotations: Too long: may not be more than 262144 bytes');
  },
  'an annotation that is no string is 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      core(namespace, 'configmaps'),
      configMap('a', { metadata: { annotations: { a: 1 } } }),
    );
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
  },
  'a finalizer that is not qualified is 422': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), widget('a', {}, { finalizers: ['not qualified'] }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('metadata.finalizers');
  },
  'an owner without uid is 422': async (api) => {
    const namespace = await api.namespace();
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: '' }];
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a', { metadata: { ownerReferences } }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('metadata.ownerReferences[0].uid: Required value: must not be empty');
  },
  'two controlling owners are 422': async (api) => {
    const namespace = await api.namespace();
    const owner = (uid: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: uid, uid, controller: true });
    const ownerReferences = [owner('u1'), owner('u2')];
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a', { metadata: { ownerReferences } }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('Only one reference can have Controller set to true');
  },
  'a data key of a ConfigMap has its own rule': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a', { data: { 'a b': 'v' } }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters',
    );
  },
});
