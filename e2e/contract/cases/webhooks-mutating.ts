import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { rule, withWebhooks } from '../webhooks.ts';
import { patchOf, refusal, type Reply } from '../webhook-server.ts';

const setting = (field: string, value: unknown): Reply => patchOf({ op: 'add', path: `/data/${field}`, value });

export const mutatingWebhooks = area('mutating webhooks', {
  'a patch changes what is stored, and validating webhooks see it': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.install('mutating', { change: { answer: () => setting('added', 'yes') } });
    await webhooks.install('validating', { look: {} });
    const made = await webhooks.makeConfigMap('a', { data: { k: 'v' } });
    expect(made.data).toEqual({ k: 'v', added: 'yes' });
    expect((await api.get(core(namespace, 'configmaps', 'a'))).body.data).toEqual(made.data);
    expect(webhooks.requests('change')[0]?.object?.data).toEqual({ k: 'v' });
    expect(webhooks.requests('look')[0]?.object?.data).toEqual(made.data);
  }),
  'a new object is shown as it was sent, with its defaults': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.install('mutating', { look: { rules: [rule(['widgets'])] } });
    await api.make(widgets(namespace), { ...widget('a'), status: { phase: 'Sent' } });
    const [request] = webhooks.requests('look');
    expect(request?.object).toMatchObject({ spec: { size: 1, color: 'red' }, status: { phase: 'Sent' } });
    for (const field of ['uid', 'creationTimestamp', 'generation', 'resourceVersion'])
      expect(request?.object?.metadata).not.toHaveProperty(field);
  }, widgetNamespace),
  'a name that the server will make is not known yet': withWebhooks(async (webhooks) => {
    await webhooks.install('mutating', { look: {} });
    const made = await webhooks.api.make(webhooks.configMaps, { metadata: { generateName: 'made-' } });
    const [request] = webhooks.requests('look');
    expect(request).not.toHaveProperty('name');
    expect(request?.object?.metadata).not.toHaveProperty('name');
    expect(made.metadata.name).toMatch(/^made-.{5}$/);
  }),
  'an update is shown as it was sent, also what the server will not take': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const made = await api.make(widgets(namespace), widget('a'));
    await webhooks.install('mutating', {
      change: {
        rules: [rule(['widgets'])],
        answer: () => patchOf({ op: 'replace', path: '/spec/color', value: 'blue' }),
      },
    });
    const answer = await api.put(widgets(namespace, 'a'), { ...made, spec: { size: 2 }, status: { phase: 'Sent' } });
    expect(answer).toMatchObject({
      status: 200,
      body: { spec: { size: 2, color: 'blue' }, metadata: { generation: 2 } },
    });
    const [request] = webhooks.requests('change');
    expect(request?.object).toMatchObject({ spec: { size: 2, color: 'red' }, status: { phase: 'Sent' } });
    expect(request?.object?.metadata.generation).toBe(1);
  }, widgetNamespace),
  'a status can be changed': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await api.make(widgets(namespace), widget('a'));
    await webhooks.install('mutating', {
      change: {
        rules: [rule(['widgets/status'])],
        answer: () => patchOf({ op: 'add', path: '/status/note', value: 'seen' }),
      },
    });
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' } });
    expect(answer.body.status).toEqual({ phase: 'Ready', note: 'seen' });
  }, widgetNamespace),
  'webhooks follow one another by the names of configurations, then in their order': withWebhooks(async (webhooks) => {
    const { api } = webhooks;
    const order: string[] = [];
    const noting = (name: string) => ({
      answer: () => {
        order.push(name);
        return setting(name, String(order.length));
      },
    });
    const name = api.unique('order');
    await webhooks.install('mutating', { second: noting('second'), third: noting('third') }, `${name}-b`);
    await webhooks.install('mutating', { first: noting('first') }, `${name}-a`);
    const made = await webhooks.makeConfigMap('a', { data: { zeroth: '0' } });
    expect(order).toEqual(['first', 'second', 'third']);
    expect(made.data).toEqual({ zeroth: '0', first: '1', second: '2', third: '3' });
    expect(webhooks.requests('third')[0]?.object?.data).toEqual({ zeroth: '0', first: '1', second: '2' });
  }),
  'the first refusal ends it': withWebhooks(async (webhooks) => {
    await webhooks.install('mutating', { refuse: { answer: () => refusal({ message: 'no' }) }, after: {} });
    const answer = await webhooks.api.post(webhooks.configMaps, configMap('a'));
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe('admission webhook "refuse.hooks.gantry.test" denied the request: no');
    expect(webhooks.requests('after')).toEqual([]);
  }),
  'after a later change who wants to is asked once more': withWebhooks(async (webhooks) => {
    const counting = () => {
      let asked = 0;
      return () => setting('count', String(++asked));
    };
    await webhooks.install('mutating', {
      again: { reinvocationPolicy: 'IfNeeded', answer: counting() },
      never: {},
      later: { answer: () => setting('later', 'yes') },
    });
    const made = await webhooks.makeConfigMap('a', { data: { count: '0' } });
    expect(made.data).toEqual({ count: '2', later: 'yes' });
    expect(webhooks.requests('again').map(({ object }) => object?.data)).toEqual([
      { count: '0' },
      { count: '1', later: 'yes' },
    ]);
    expect(webhooks.requests('never')).toHaveLength(1);
    expect(webhooks.requests('later')).toHaveLength(1);
  }),
  'nobody is asked again for a change of its own or without one': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const rules = [rule(['widgets'])];
    const answer = () => patchOf({ op: 'replace', path: '/spec/color', value: 'blue' });
    await webhooks.install('mutating', {
      first: { rules, reinvocationPolicy: 'IfNeeded' },
      last: { rules, reinvocationPolicy: 'IfNeeded', answer },
    });
    await api.make(widgets(namespace), widget('unchanged', { color: 'blue' }));
    expect(webhooks.requests('first')).toHaveLength(1);
    await api.make(widgets(namespace), widget('changed', { color: 'red' }));
    expect(webhooks.requests('first')).toHaveLength(3);
    expect(webhooks.requests('last')).toHaveLength(2);
  }, widgetNamespace),
  'a dry run is changed and stores nothing': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.install('mutating', { change: { answer: () => setting('added', 'yes') } });
    const answer = await api.post(`${webhooks.configMaps}?dryRun=All`, configMap('a', { data: { k: 'v' } }));
    expect(answer).toMatchObject({ status: 201, body: { data: { k: 'v', added: 'yes' } } });
    expect((await api.get(core(namespace, 'configmaps', 'a'))).status).toBe(404);
  }),
  'what a patch leaves is pruned, defaulted and validated': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const patches: Readonly<Record<string, Reply>> = {
      odd: patchOf({ op: 'add', path: '/spec/odd', value: 1 }),
      box: patchOf({ op: 'add', path: '/spec/box', value: {} }),
      large: patchOf({ op: 'replace', path: '/spec/size', value: 101 }),
    };
    await webhooks.install('mutating', {
      change: { rules: [rule(['widgets'])], answer: ({ object }) => patches[object?.metadata.name ?? ''] ?? {} },
    });
    expect((await api.make(widgets(namespace), widget('odd'))).spec).toEqual({ size: 1, color: 'red' });
    expect((await api.make(widgets(namespace), widget('box'))).spec.box).toEqual({ depth: 1.5 });
    const answer = await api.post(widgets(namespace), widget('large'));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('spec.size in body should be less than or equal to 100');
  }, widgetNamespace),
  'a name can be changed before the object is there, its namespace cannot': withWebhooks(async (webhooks) => {
    const replies: Readonly<Record<string, Reply>> = {
      name: patchOf({ op: 'replace', path: '/metadata/name', value: 'other' }),
      namespace: patchOf({ op: 'replace', path: '/metadata/namespace', value: 'default' }),
    };
    await webhooks.install('mutating', {
      change: { answer: ({ object }) => replies[object?.metadata.name ?? ''] ?? {} },
    });
    expect((await webhooks.makeConfigMap('name')).metadata.name).toBe('other');
    const answer = await webhooks.api.post(webhooks.configMaps, configMap('namespace'));
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }),
  'metadata of a webhook is checked like anybody’s': withWebhooks(async (webhooks) => {
    const { api } = webhooks;
    const answer = () => patchOf({ op: 'add', path: '/metadata/labels', value: { 'a b': 'c' } });
    await webhooks.install('mutating', { change: { answer } });
    const refused = await api.post(webhooks.configMaps, configMap('a'));
    expect(refused).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
    expect(refused.body.message).toContain('metadata.labels: Invalid value: "a b"');
  }),
  'a patch that does not apply is 500': withWebhooks(async (webhooks) => {
    const patches: Readonly<Record<string, readonly [Reply, string]>> = {
      path: [
        patchOf({ op: 'replace', path: '/data/x', value: 'y' }),
        'replace operation does not apply: doc is missing path: /data/x: missing value',
      ],
      test: [
        patchOf({ op: 'test', path: '/metadata/name', value: 'y' }),
        'testing value /metadata/name failed: test failed',
      ],
    };
    await webhooks.install('mutating', {
      change: { answer: ({ object }) => patches[object?.metadata.name ?? '']?.[0] ?? {} },
    });
    for (const [name, [, words]] of Object.entries(patches)) {
      const answer = await webhooks.api.post(webhooks.configMaps, configMap(name));
      expect(answer, name).toMatchObject({ status: 500, body: { reason: 'InternalError' } });
      expect(answer.body.message).toBe(`Internal error occurred: ${words}`);
    }
  }),
  'a patch that is none is a failure': withWebhooks(async (webhooks) => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const invalid = 'received invalid webhook response: ';
    const undecodable = 'received undecodable patch in webhook response: ';
    const replies: Readonly<Record<string, readonly [Reply, string]>> = {
      text: [
        { patchType: 'JSONPatch', patch: base64('hello') },
        `${undecodable}invalid character 'h' looking for beginning of value`,
      ],
      object: [
        { patchType: 'JSONPatch', patch: base64('{}') },
        `${undecodable}json: cannot unmarshal object into Go value of type jsonpatch.Patch`,
      ],
      untyped: [{ patch: base64('[]') }, `${invalid}webhook returned response.patch but not response.patchType`],
      absent: [{ patchType: 'JSONPatch' }, `${invalid}webhook returned response.patchType but not response.patch`],
    };
    await webhooks.install('mutating', {
      change: { answer: ({ object }) => replies[object?.metadata.name ?? '']?.[0] ?? {} },
    });
    for (const [name, [, words]] of Object.entries(replies)) {
      const answer = await webhooks.api.post(webhooks.configMaps, configMap(name));
      expect(answer.status, name).toBe(500);
      expect(answer.body.message).toBe(
        `Internal error occurred: failed calling webhook "change.hooks.gantry.test": ${words}`,
      );
    }
  }),
  'a kind cannot be changed': withWebhooks(async (webhooks) => {
    const answer = () => patchOf({ op: 'replace', path: '/kind', value: 'Secret' });
    await webhooks.install('mutating', { change: { answer } });
    expect((await webhooks.api.post(webhooks.configMaps, configMap('a'))).status).toBe(500);
  }),
  'a deletion has nothing to change': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.makeConfigMap('a', { data: { k: 'v' } });
    await webhooks.install('mutating', { change: { answer: () => setting('k', 'w') } });
    const answer = await api.delete(core(namespace, 'configmaps', 'a'));
    expect(answer.status).toBe(500);
    expect(answer.body.message).toBe(
      'Internal error occurred: admission webhook "change.hooks.gantry.test" attempted to modify the object, which is not supported for this operation',
    );
    expect((await api.get(core(namespace, 'configmaps', 'a'))).status).toBe(200);
  }),
  'the defaults of a Pod are there, and what a webhook adds gets them too': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await api.eventually(
      'the default account is there',
      () => api.get(core(namespace, 'serviceaccounts', 'default')),
      ({ status }) => status === 200,
    );
    const answer = () => patchOf({ op: 'add', path: '/spec/containers/-', value: { name: 'side', image: 'side' } });
    await webhooks.install('mutating', { change: { rules: [rule(['pods'], { operations: ['CREATE'] })], answer } });
    const containers = [{ name: 'main', image: 'main:1' }];
    const made = await api.make(core(namespace, 'pods'), { metadata: { name: 'a' }, spec: { containers } });
    expect(webhooks.requests('change')[0]?.object?.spec).toMatchObject({
      restartPolicy: 'Always',
      serviceAccountName: 'default',
    });
    const mounted = { volumeMounts: [{ readOnly: true }] };
    expect(made.spec.containers).toMatchObject([
      { name: 'main', imagePullPolicy: 'IfNotPresent', ...mounted },
      { name: 'side', imagePullPolicy: 'Always', ...mounted },
    ]);
  }),
  'what changes while a webhook is asked is not lost': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const made = await webhooks.makeConfigMap('a', { data: { k: 'v' } });
    const path = core(namespace, 'configmaps', 'a');
    let interrupted = 0;
    const answer = async (request: { object: { data: Readonly<Record<string, string>> } | null }) => {
      if (request.object?.data.meanwhile !== undefined || interrupted >= 2) return {};
      interrupted += 1;
      await api.patch('merge', path, { data: { meanwhile: String(interrupted) } });
      return {};
    };
    await webhooks.install('mutating', { slow: { answer } });
    const put = await api.put(path, { ...made, data: { k: 'put' } });
    expect(put).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
    const patched = await api.patch('merge', path, { data: { k: 'patched', meanwhile: null } });
    expect(patched.status).toBe(200);
    expect((await api.get(path)).body.data).toEqual({ k: 'patched' });
    expect(interrupted).toBe(2);
  }),
});
