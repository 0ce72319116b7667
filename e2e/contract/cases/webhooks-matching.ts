import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, definition, install, ownGroup, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { configuration, configurations, rule, withWebhooks, type Hook, type Webhooks } from '../webhooks.ts';
import { refusal } from '../webhook-server.ts';

/** The paths of those hooks that were asked at least once. */
function asked(webhooks: Webhooks, hooks: Readonly<Record<string, Hook>>): string[] {
  return Object.keys(hooks).filter((path) => webhooks.requests(path).length > 0);
}

/** Leaves alone what other cases make outside of namespaces. */
const within = { scope: 'Namespaced' };
const onlyCreate = { operations: ['CREATE'] };

export const webhookMatching = area('webhook matching', {
  'rules name operations, groups, versions and resources': withWebhooks(async (webhooks) => {
    const hooks = {
      exact: { rules: [rule(['configmaps'], { apiGroups: [''], apiVersions: ['v1'], ...onlyCreate })] },
      star: { rules: [rule(['*'], within)] },
      everything: { rules: [rule(['*/*'], within)] },
      'with-parts': { rules: [rule(['configmaps/*'])] },
      'second-rule': { rules: [rule(['pods']), rule(['configmaps'])] },
      'other-group': { rules: [rule(['configmaps'], { apiGroups: ['apps'] })] },
      'other-version': { rules: [rule(['configmaps'], { apiVersions: ['v2'] })] },
      'other-resource': { rules: [rule(['secrets'])] },
      'other-operation': { rules: [rule(['configmaps'], { operations: ['UPDATE', 'DELETE'] })] },
      'a-part': { rules: [rule(['configmaps/status', '*/scale'])] },
      'no-rules': { rules: [] },
    };
    await webhooks.install('validating', hooks);
    await webhooks.makeConfigMap('a');
    expect(asked(webhooks, hooks)).toEqual(['exact', 'star', 'everything', 'with-parts', 'second-rule']);
  }),
  'subresources are named apart': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const hooks = {
      exact: { rules: [rule(['widgets/status'])] },
      parts: { rules: [rule(['widgets/*'])] },
      'any-status': { rules: [rule(['*/status'], within)] },
      everything: { rules: [rule(['*/*'], within)] },
      whole: { rules: [rule(['widgets'])] },
      star: { rules: [rule(['*'], within)] },
      'other-part': { rules: [rule(['widgets/scale'])] },
    };
    await api.make(widgets(namespace), widget('a'));
    await webhooks.install('validating', hooks);
    await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' } });
    expect(asked(webhooks, hooks)).toEqual(['exact', 'parts', 'any-status', 'everything']);
  }, widgetNamespace),
  'a scope is of the kind': withWebhooks(async (webhooks) => {
    const { api } = webhooks;
    const marked = { matchLabels: { scoped: webhooks.namespace } };
    const rules = (scope: string) => [rule(['configmaps', 'namespaces'], { scope, ...onlyCreate })];
    const selectors = { namespaceSelector: {}, objectSelector: marked };
    const hooks = {
      namespaced: { rules: rules('Namespaced'), ...selectors },
      cluster: { rules: rules('Cluster'), ...selectors },
      any: { rules: rules('*'), ...selectors },
    };
    await webhooks.install('validating', hooks);
    const labels = { scoped: webhooks.namespace };
    await webhooks.makeConfigMap('a', { metadata: { labels } });
    await api.namespace(labels);
    const kinds = Object.keys(hooks).map((path) =>
      webhooks.requests(path).map(({ kind }) => (kind as { kind: string }).kind),
    );
    expect(kinds).toEqual([['ConfigMap'], ['Namespace'], ['ConfigMap', 'Namespace']]);
  }),
  'a namespace is selected by its labels, also for its own creation': withWebhooks(async (webhooks) => {
    const { api } = webhooks;
    const selector = (operator: string, values?: readonly string[]) => ({
      namespaceSelector: { matchExpressions: [{ key: 'stage', operator, ...(values ? { values } : {}) }] },
      objectSelector: { matchLabels: { selected: webhooks.namespace } },
      rules: [rule(['configmaps', 'namespaces'], onlyCreate)],
    });
    const hooks = {
      in: selector('In', ['dev', 'test']),
      'not-in': selector('NotIn', ['prod']),
      exists: selector('Exists'),
      absent: selector('DoesNotExist'),
      other: selector('In', ['prod']),
    };
    await webhooks.install('validating', hooks);
    const labels = { selected: webhooks.namespace };
    const namespace = await api.namespace({ ...labels, stage: 'dev' });
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { labels } }));
    const counts = Object.keys(hooks).map((path) => [path, webhooks.requests(path).length]);
    expect(Object.fromEntries(counts)).toEqual({ in: 2, 'not-in': 2, exists: 2, absent: 0, other: 0 });
    const [own] = webhooks.requests('in');
    expect(own).toMatchObject({ name: namespace, namespace, kind: { kind: 'Namespace' } });
  }),
  'objects without a namespace pass every namespaceSelector': withWebhooks(async (webhooks) => {
    const { api } = webhooks;
    const labels = { mine: webhooks.namespace };
    await webhooks.install('validating', {
      hook: { rules: [rule(['priorityclasses'], onlyCreate)], objectSelector: { matchLabels: labels } },
    });
    const body = { metadata: { name: api.unique('priority'), labels }, value: 1 };
    await api.make('/apis/scheduling.k8s.io/v1/priorityclasses', body);
    const [request] = webhooks.requests('hook');
    expect(request).toMatchObject({ name: body.metadata.name });
    expect(request).not.toHaveProperty('namespace');
  }),
  'an object is selected by its labels before or after the change': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.install('validating', { hook: { objectSelector: { matchLabels: { watched: 'yes' } } } });
    const path = core(namespace, 'configmaps', 'a');
    await webhooks.makeConfigMap('a');
    await webhooks.patch('merge', path, { metadata: { labels: { watched: 'yes' } } });
    await webhooks.patch('merge', path, { metadata: { labels: { watched: 'no' } } });
    await webhooks.patch('merge', path, { metadata: { labels: { watched: null } } });
    await api.delete(path);
    expect(webhooks.requests('hook').map(({ oldObject }) => oldObject?.metadata.labels)).toEqual([
      undefined,
      { watched: 'yes' },
    ]);
  }),
  'another version of a kind is converted for an equivalent match, and missed by an exact one': withWebhooks(
    async (webhooks) => {
      const { api, namespace } = webhooks;
      const group = ownGroup(api);
      const schema = {
        type: 'object',
        properties: { spec: { type: 'object', properties: { a: { type: 'integer' } } } },
      };
      const crd = definition({ group, kind: 'Gear', plural: 'gears', schema });
      const spec = crd.spec as { versions: object[] };
      const second = { ...spec.versions[0], name: 'v2', storage: false };
      await install(api, { ...crd, spec: { ...spec, versions: [...spec.versions, second] } });
      const rules = [rule(['gears'], { apiVersions: ['v1'] })];
      const hooks = { equivalent: { rules }, exact: { rules, matchPolicy: 'Exact' } };
      await webhooks.install('validating', hooks);
      const body = { apiVersion: `${group}/v2`, kind: 'Gear', metadata: { name: 'a' }, spec: { a: 1 } };
      await api.make(`/apis/${group}/v2/namespaces/${namespace}/gears`, body);
      expect(asked(webhooks, hooks)).toEqual(['equivalent']);
      expect(webhooks.requests('equivalent')).toMatchObject([
        {
          kind: { group, version: 'v1', kind: 'Gear' },
          resource: { group, version: 'v1', resource: 'gears' },
          requestKind: { group, version: 'v2', kind: 'Gear' },
          requestResource: { group, version: 'v2', resource: 'gears' },
          object: { apiVersion: `${group}/v1`, spec: { a: 1 } },
        },
      ]);
    },
  ),
  'conditions look at object, oldObject and request': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const when = (...expressions: readonly string[]) => ({
      rules: [rule(['widgets'])],
      matchConditions: expressions.map((expression, index) => ({ name: `c${index}`, expression })),
    });
    const hooks = {
      size: when('object.spec.size > 5'),
      change: when('oldObject != null && object.spec.size != oldObject.spec.size'),
      who: when('request.userInfo.username == "admin"', '"system:masters" in request.userInfo.groups'),
      part: when('has(object.spec.name) && object.spec.name.startsWith("a")'),
      operation: when('request.operation == "DELETE"'),
      both: when('true', 'false'),
    };
    await webhooks.install('validating', hooks);
    await api.make(widgets(namespace), widget('a'));
    await api.patch('merge', widgets(namespace, 'a'), { spec: { size: 7, name: 'abc' } });
    const seen = Object.keys(hooks).map((path) => [path, webhooks.requests(path).map(({ operation }) => operation)]);
    expect(Object.fromEntries(seen)).toEqual({
      size: ['UPDATE'],
      change: ['UPDATE'],
      who: ['CREATE', 'UPDATE'],
      part: ['UPDATE'],
      operation: [],
      both: [],
    });
  }, widgetNamespace),
  'a condition that cannot be judged refuses, unless failures are ignored or another does not hold': withWebhooks(
    async (webhooks) => {
      const broken = { name: 'broken', expression: 'object.data.absent == "x"' };
      const never = { name: 'never', expression: 'false' };
      await webhooks.install('validating', {
        ignored: { matchConditions: [broken], failurePolicy: 'Ignore' },
        settled: { matchConditions: [broken, never] },
      });
      expect((await webhooks.api.post(webhooks.configMaps, configMap('a'))).status).toBe(201);
      await webhooks.install('validating', { counted: { matchConditions: [broken] } });
      const answer = await webhooks.api.post(webhooks.configMaps, configMap('b'));
      expect(answer).toMatchObject({ status: 403, body: { reason: 'Forbidden' } });
      expect(answer.body.message).toContain('no such key: data');
      for (const path of ['ignored', 'settled', 'counted']) expect(webhooks.requests(path)).toEqual([]);
    },
  ),
  'requests about webhooks themselves reach no webhook': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const labels = { mine: namespace };
    const answer = () => refusal({ message: 'no' });
    const rules = [rule(['*'], { apiGroups: ['admissionregistration.k8s.io'] })];
    const hook = { rules, answer, namespaceSelector: {}, objectSelector: { matchLabels: labels } };
    await webhooks.install('validating', { hook });
    const name = api.unique('other');
    const body = configuration('mutating', name, []);
    const made = await api.post(configurations('mutating'), { ...body, metadata: { name, labels } });
    expect(made.status).toBe(201);
    expect((await api.delete(configurations('mutating', name))).status).toBe(200);
    expect(webhooks.requests('hook')).toEqual([]);
  }),
});
