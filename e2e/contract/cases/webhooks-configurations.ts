import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area, type Case } from '../case.ts';
import { configuration, configurations, configurationKind, rule } from '../webhooks.ts';

type Fields = Readonly<Record<string, unknown>>;

const clientConfig = { url: 'https://127.0.0.1:1/hook' };
const wellFormed = {
  name: 'a.hooks.gantry.test',
  clientConfig,
  rules: [rule(['configmaps'])],
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  // Reaches nothing that other cases make.
  objectSelector: { matchLabels: { never: 'made' } },
};

const at = (url: string) => ({ clientConfig: { url } });
const service = (fields: Fields) => ({ clientConfig: { service: fields } });
const ruled = (resources: readonly string[], more: Fields = {}) => ({ rules: [rule(resources, more)] });
const selecting = (expression: Fields) => ({ namespaceSelector: { matchExpressions: [expression] } });
const when = (...matchConditions: readonly Fields[]) => ({ matchConditions });

/** What is refused: the field that is changed, and the words, after `webhooks[0].`. */
const refused: Readonly<Record<string, readonly [Fields, string]>> = {
  'no name': [{ name: '' }, 'name: Required value'],
  'a name of two segments': [
    { name: 'a.b' },
    'name: Invalid value: "a.b": should be a domain with at least three segments separated by dots',
  ],
  'no sideEffects': [{ sideEffects: undefined }, 'sideEffects: Required value: must specify one of None, NoneOnDryRun'],
  'side effects that cannot be undone': [
    { sideEffects: 'Some' },
    'sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"',
  ],
  'no admissionReviewVersions': [
    { admissionReviewVersions: [] },
    'admissionReviewVersions: Required value: must specify one of v1, v1beta1',
  ],
  'an unknown admissionReviewVersion alone': [
    { admissionReviewVersions: ['v9'] },
    'admissionReviewVersions: Invalid value: ["v9"]: must include at least one of v1, v1beta1',
  ],
  'an admissionReviewVersion twice': [
    { admissionReviewVersions: ['v1', 'v1'] },
    'admissionReviewVersions[1]: Invalid value: "v1": duplicate version',
  ],
  'a timeout of nothing': [
    { timeoutSeconds: 0 },
    'timeoutSeconds: Invalid value: 0: the timeout value must be between 1 and 30 seconds',
  ],
  'a timeout of more than 30 seconds': [
    { timeoutSeconds: 31 },
    'timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds',
  ],
  'another failurePolicy': [
    { failurePolicy: 'Odd' },
    'failurePolicy: Unsupported value: "Odd": supported values: "Fail", "Ignore"',
  ],
  'another matchPolicy': [
    { matchPolicy: 'Odd' },
    'matchPolicy: Unsupported value: "Odd": supported values: "Equivalent", "Exact"',
  ],
  'no address': [{ clientConfig: {} }, 'clientConfig: Required value: exactly one of url or service is required'],
  'two addresses': [
    { clientConfig: { ...clientConfig, service: { name: 'a', namespace: 'b' } } },
    'clientConfig: Required value: exactly one of url or service is required',
  ],
  http: [
    at('http://a.b/c'),
    `clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
  ],
  'no host': [
    at('https:///c'),
    'clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]',
  ],
  'a user in the URL': [
    at('https://u:p@a.b/c'),
    'clientConfig.url: Invalid value: "u:p": user information is not permitted in the URL',
  ],
  'a query': [
    at('https://a.b/c?d'),
    'clientConfig.url: Invalid value: "d": query parameters are not permitted in the URL',
  ],
  'a fragment': [at('https://a.b/c#d'), 'clientConfig.url: Invalid value: "d": fragments are not permitted in the URL'],
  // The real server mixes the two up.
  'a service without a name': [service({ namespace: 'b' }), 'clientConfig.service.namespace: Required value'],
  'a service without a namespace': [service({ name: 'b' }), 'clientConfig.service.name: Required value'],
  'an empty segment in the path of a service': [
    service({ name: 'a', namespace: 'b', path: '/x//y' }),
    'clientConfig.service.path: Invalid value: "/x//y": segment[1] may not be empty',
  ],
  'a port that is none': [
    service({ name: 'a', namespace: 'b', port: 0 }),
    'clientConfig.service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive',
  ],
  'no operations': [ruled(['pods'], { operations: [] }), 'rules[0].operations: Required value'],
  'an operation that is none': [
    ruled(['pods'], { operations: ['PATCH'] }),
    'rules[0].operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"',
  ],
  'all operations and one': [
    ruled(['pods'], { operations: ['*', 'CREATE'] }),
    `rules[0].operations: Invalid value: ["*","CREATE"]: if '*' is present, must not specify other operations`,
  ],
  'all groups and one': [
    ruled(['pods'], { apiGroups: ['*', 'a'] }),
    `rules[0].apiGroups: Invalid value: ["*","a"]: if '*' is present, must not specify other API groups`,
  ],
  'an empty version': [ruled(['pods'], { apiVersions: [''] }), 'rules[0].apiVersions[0]: Required value'],
  'no resources': [ruled([]), 'rules[0].resources: Required value'],
  'all resources and one': [
    ruled(['*', 'pods']),
    `rules[0].resources: Invalid value: ["*","pods"]: if '*' is present, must not specify other resources without subresources`,
  ],
  'everything and a resource': [
    ruled(['*/*', 'pods']),
    `rules[0].resources: Invalid value: ["*/*","pods"]: if '*/*' is present, must not specify other resources`,
  ],
  'all subresources and one': [
    ruled(['pods/*', 'pods/status']),
    `rules[0].resources[1]: Invalid value: "pods/status": if 'pods/*' is present, must not specify pods/status`,
  ],
  'a scope that is none': [
    ruled(['pods'], { scope: 'Odd' }),
    'rules[0].scope: Unsupported value: "Odd": supported values: "*", "Cluster", "Namespaced"',
  ],
  'a selector without values': [
    selecting({ key: 'a', operator: 'In' }),
    "namespaceSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  ],
  'a selector with values it has no use for': [
    selecting({ key: 'a', operator: 'Exists', values: ['b'] }),
    "namespaceSelector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
  ],
  'a selector with another operator': [
    selecting({ key: 'a', operator: 'Odd' }),
    'namespaceSelector.matchExpressions[0].operator: Invalid value: "Odd": not a valid selector operator',
  ],
  'a condition without a name': [when({ expression: 'true' }), 'matchConditions[0].name: Required value'],
  'a condition without an expression': [
    when({ name: 'a', expression: '' }),
    'matchConditions[0].expression: Required value',
  ],
  'two conditions of one name': [
    when({ name: 'a', expression: 'true' }, { name: 'a', expression: 'true' }),
    'matchConditions[1].name: Duplicate value: "a"',
  ],
  'a condition that is no condition': [
    when({ name: 'a', expression: '"a"' }),
    'matchConditions[0].expression: Invalid value: "\\"a\\"": must evaluate to bool but got string',
  ],
};

function refusal([fields, words]: readonly [Fields, string]): Case['run'] {
  return async (api) => {
    const name = api.unique('refused');
    const answer = await api.post(
      configurations('validating'),
      configuration('validating', name, [{ ...wellFormed, ...fields }]),
    );
    expect(answer).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
    expect(answer.body.message).toBe(
      `${configurationKind('validating')}.admissionregistration.k8s.io "${name}" is invalid: webhooks[0].${words}`,
    );
  };
}

const refusals = Object.entries(refused).map(([what, row]) => [`${what} is 422`, refusal(row)] as const);

function makeOne(api: Api, flavour: 'validating' | 'mutating', fields: Fields = {}) {
  return api.make(configurations(flavour), configuration(flavour, api.unique('made'), [{ ...wellFormed, ...fields }]));
}

export const webhookConfigurations = area('webhook configurations', {
  'what is not said has defaults': async (api) => {
    const defaults = {
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      timeoutSeconds: 10,
    };
    const made = await makeOne(api, 'validating', service({ name: 'a', namespace: 'b' }));
    expect(made.metadata.generation).toBe(1);
    const [validating] = made.webhooks as Fields[];
    expect(validating).toMatchObject({ ...defaults, clientConfig: { service: { port: 443 } } });
    expect(validating?.rules).toEqual([{ ...rule(['configmaps']), scope: '*' }]);
    expect(validating).not.toHaveProperty('reinvocationPolicy');
    const [mutating] = (await makeOne(api, 'mutating')).webhooks as Fields[];
    expect(mutating).toMatchObject({ ...defaults, reinvocationPolicy: 'Never' });
  },
  ...Object.fromEntries(refusals),
  'another reinvocationPolicy is 422': async (api) => {
    const body = configuration('mutating', api.unique('odd'), [{ ...wellFormed, reinvocationPolicy: 'Odd' }]);
    const answer = await api.post(configurations('mutating'), body);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'webhooks[0].reinvocationPolicy: Unsupported value: "Odd": supported values: "IfNeeded", "Never"',
    );
  },
  'two webhooks of one name are 422': async (api) => {
    const body = configuration('validating', api.unique('twice'), [wellFormed, wellFormed]);
    const answer = await api.post(configurations('validating'), body);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('webhooks[1].name: Duplicate value: "a.hooks.gantry.test"');
  },
  'a condition that cannot be compiled is 422': async (api) => {
    for (const expression of ['odd(', 'odd == 1']) {
      const body = configuration('validating', api.unique('cel'), [
        { ...wellFormed, ...when({ name: 'a', expression }) },
      ]);
      const answer = await api.post(configurations('validating'), body);
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain('webhooks[0].matchConditions[0].expression: Invalid value: ');
      expect(answer.body.message).toContain('compilation failed: ERROR: ');
    }
  },
  'a caBundle that is not base64 is 400': async (api) => {
    const answer = await api.post(
      configurations('validating'),
      configuration('validating', api.unique('ca'), [
        { ...wellFormed, clientConfig: { ...clientConfig, caBundle: '!!' } },
      ]),
    );
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe(
      'ValidatingWebhookConfiguration in version "v1" cannot be handled as a ValidatingWebhookConfiguration: illegal base64 data at input byte 0',
    );
  },
  'one without webhooks is allowed, and every change is a generation': async (api) => {
    const made = await makeOne(api, 'mutating');
    const path = configurations('mutating', made.metadata.name);
    const answer = await api.put(path, { ...made, webhooks: [] });
    expect(answer).toMatchObject({ status: 200, body: { metadata: { generation: 2 } } });
    expect(answer.body.webhooks).toBeUndefined();
  },
  'a strategic merge patch finds a webhook by its name': async (api) => {
    const made = await makeOne(api, 'validating');
    const answer = await api.patch('strategic', configurations('validating', made.metadata.name), {
      webhooks: [{ name: wellFormed.name, timeoutSeconds: 3 }],
    });
    expect(answer.status).toBe(200);
    expect(answer.body.webhooks).toMatchObject([{ ...wellFormed, rules: [rule(['configmaps'])], timeoutSeconds: 3 }]);
  },
  'a Table counts the webhooks': async (api) => {
    const made = await makeOne(api, 'validating');
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const answer = await api.get(configurations('validating', made.metadata.name), { headers: { accept } });
    expect(answer.body.columnDefinitions).toMatchObject([
      { name: 'Name', type: 'string' },
      { name: 'Webhooks', type: 'integer' },
      { name: 'Age', type: 'string' },
    ]);
    expect(answer.body.rows).toMatchObject([{ cells: [made.metadata.name, 1, expect.any(String)] }]);
  },
  'both kinds are discovered': async (api) => {
    const answer = await api.get('/apis/admissionregistration.k8s.io/v1');
    for (const flavour of ['validating', 'mutating'] as const)
      expect(answer.body.resources).toContainEqual(
        expect.objectContaining({
          name: `${flavour}webhookconfigurations`,
          singularName: `${flavour}webhookconfiguration`,
          namespaced: false,
          kind: configurationKind(flavour),
          categories: ['api-extensions'],
        }),
      );
  },
});
