import { expect } from 'vitest';
import type { Api } from '../api.ts';
import type { Body } from '../body.ts';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { claim, pod, podNamespace } from '../pods.ts';

interface Table extends Body {
  readonly columnDefinitions: readonly {
    name: string;
    type: string;
    format: string;
    priority: number;
    description: string;
  }[];
  readonly rows: readonly { cells: readonly unknown[]; object: Body }[];
}

const asTable = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };

async function table(api: Api, path: string): Promise<Table> {
  const answer = await api.get(path, asTable);
  expect(answer).toMatchObject({ status: 200, body: { kind: 'Table', apiVersion: 'meta.k8s.io/v1' } });
  return answer.body as Table;
}

const columns = ({ columnDefinitions }: Table) =>
  columnDefinitions.map(({ name, priority }) => `${name}${priority > 0 ? '*' : ''}`);

/** Columns of kinds that people list; a star marks those of `-o wide`. */
const headings: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/namespaces/default/pods': [
    'Name',
    'Ready',
    'Status',
    'Restarts',
    'Age',
    'IP*',
    'Node*',
    'Nominated Node*',
    'Readiness Gates*',
  ],
  '/api/v1/namespaces/default/configmaps': ['Name', 'Data', 'Age'],
  '/api/v1/namespaces/default/secrets': ['Name', 'Type', 'Data', 'Age'],
  '/api/v1/namespaces': ['Name', 'Status', 'Age'],
  '/apis/storage.k8s.io/v1/storageclasses': [
    'Name',
    'Provisioner',
    'ReclaimPolicy',
    'VolumeBindingMode',
    'AllowVolumeExpansion',
    'Age',
  ],
  '/api/v1/namespaces/default/persistentvolumeclaims': [
    'Name',
    'Status',
    'Volume',
    'Capacity',
    'Access Modes',
    'StorageClass',
    'VolumeAttributesClass',
    'Age',
    'VolumeMode*',
  ],
};

export const tables = area('tables', {
  ...Object.fromEntries(
    Object.entries(headings).map(([path, expected]) => [
      `columns of ${path}`,
      async (api: Api) => expect(columns(await table(api, path))).toEqual(expected),
    ]),
  ),
  'a custom kind has its printer columns': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', { size: 3 }));
    const answer = await table(api, widgets(namespace));
    expect(columns(answer)).toEqual(['Name', 'Size', 'Color*', 'Phase', 'Age']);
    expect(answer.columnDefinitions[1]).toMatchObject({
      type: 'integer',
      description: 'Custom resource definition column (in JSONPath format): .spec.size',
    });
    expect(answer.columnDefinitions[2]).toMatchObject({ type: 'string', description: 'how it looks' });
    const cells = answer.rows[0]?.cells ?? [];
    expect(cells.slice(0, 4)).toEqual(['a', 3, 'red', null]);
    expect(cells[4]).toMatch(/^\d+s$/);
  },
  'rows carry the metadata of their object': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const [row] = (await table(api, widgets(namespace))).rows;
    expect(row?.object).toMatchObject({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 'a', namespace, uid: made.metadata.uid },
    });
    expect(row?.object.spec).toBeUndefined();
  },
  'a list’s version and token are the table’s': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    await api.make(widgets(namespace), widget('b'));
    const answer = await table(api, `${widgets(namespace)}?limit=1`);
    expect(answer.rows).toHaveLength(1);
    expect(answer.metadata.continue).not.toBe('');
    expect(answer.metadata.resourceVersion).toMatch(/^\d+$/);
  },
  'one object is a table of one row': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    expect((await table(api, widgets(namespace, 'a'))).rows.map(({ cells }) => cells[0])).toEqual(['a']);
  },
  'rows can carry the whole object or none': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const whole = await table(api, `${widgets(namespace)}?includeObject=Object`);
    expect(whole.rows[0]?.object).toMatchObject({ kind: 'Widget', spec: { size: 1 } });
    const none = await table(api, `${widgets(namespace)}?includeObject=None`);
    expect(none.rows[0]?.object ?? null).toBeNull();
  },
  'a watch tells tables of one row': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const watch = await api.watch(widgets(namespace), asTable);
    const [event] = await watch.take(1);
    await watch.close();
    expect(event).toMatchObject({
      type: 'ADDED',
      object: { kind: 'Table', rows: [{ cells: ['a', 1, 'red', null, expect.any(String)] }] },
    });
    expect((event?.object as Table).columnDefinitions).toHaveLength(5);
  },
  'cells of ConfigMaps, Secrets and claims': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { k: '1', l: '2' } }));
    await api.make(core(namespace, 'secrets'), { metadata: { name: 's' }, stringData: { k: '1' } });
    await api.make(core(namespace, 'persistentvolumeclaims'), claim('p', { storageClassName: 'none-such' }));
    const row = async (plural: string, name: string) =>
      (await table(api, core(namespace, plural, name))).rows[0]?.cells.slice(0, -1);
    expect(await row('configmaps', 'a')).toEqual(['a', 2]);
    expect(await row('secrets', 's')).toEqual(['s', 'Opaque', 1]);
    expect((await row('persistentvolumeclaims', 'p'))?.slice(0, 7)).toEqual([
      'p',
      'Pending',
      '',
      '',
      '',
      'none-such',
      '<unset>',
    ]);
  },
  'cells of a Pod': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p', { nodeName: 'node-1' }));
    await api.patch('strategic', `${core(namespace, 'pods', 'p')}/status`, {
      status: {
        phase: 'Running',
        podIP: '127.9.0.1',
        podIPs: [{ ip: '127.9.0.1' }],
        containerStatuses: [
          { name: 'main', ready: true, restartCount: 0, image: 'x', imageID: 'x', state: { running: {} } },
        ],
      },
    });
    const cells = (await table(api, core(namespace, 'pods', 'p'))).rows[0]?.cells ?? [];
    expect(cells.slice(0, 4)).toEqual(['p', '1/1', 'Running', '0']);
    expect(cells.slice(5)).toEqual(['127.9.0.1', 'node-1', '<none>', '<none>']);
  },
  'columns of leases': async (api) => {
    const namespace = await api.namespace();
    const answer = await table(api, `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`);
    expect(columns(answer)).toEqual(['Name', 'Holder', 'Age']);
  },
  'an error is a Status': async (api) => {
    const answer = await api.get(core('default', 'configmaps', 'no-such'), asTable);
    expect(answer).toMatchObject({ status: 404, body: { kind: 'Status' } });
  },
  'lists of metadata only': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { labels: { k: 'v' } }));
    const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
    const answer = await api.get(widgets(namespace), { headers: { accept } });
    expect(answer.body).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(answer.body.items[0]).toMatchObject({ metadata: { name: 'a', labels: { k: 'v' } } });
    expect(answer.body.items[0]?.spec).toBeUndefined();
  },
  'one object’s metadata only': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 's' }, stringData: { k: 'v' } });
    const accept = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
    const answer = await api.get(core(namespace, 'secrets', 's'), { headers: { accept } });
    expect(answer.body).toMatchObject({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 's' },
    });
    expect(answer.body.data).toBeUndefined();
  },
  'a client may name several types in order of liking': async (api) => {
    const accept =
      'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';
    const answer = await api.get('/api/v1/namespaces/default', { headers: { accept } });
    expect(answer.body.kind).toBe('Table');
  },
});
