import { expect } from 'vitest';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';
import { claim } from '../pods.ts';

const classes = '/apis/storage.k8s.io/v1/storageclasses';
const volumes = '/api/v1/persistentvolumes';

const volume = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  metadata: { name },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' }, ...more },
});

export const storage = area('storage', {
  'a claim is Pending, of a file system, protected': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'persistentvolumeclaims'), claim('p', { storageClassName: 'c' }));
    expect(made).toMatchObject({
      status: { phase: 'Pending' },
      spec: { volumeMode: 'Filesystem', storageClassName: 'c' },
    });
    expect(made.metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
  },
  'a claim needs access modes and a size': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'persistentvolumeclaims'), { metadata: { name: 'p' }, spec: {} });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe(
      'PersistentVolumeClaim "p" is invalid: [spec.accessModes: Required value: at least 1 access mode is required, spec.resources[storage]: Required value]',
    );
  },
  'an unknown access mode is 422': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      core(namespace, 'persistentvolumeclaims'),
      claim('p', { accessModes: ['ReadWriteSometimes'] }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('spec.accessModes: Unsupported value: "ReadWriteSometimes"');
  },
  'an unknown volume mode is 422': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'persistentvolumeclaims'), claim('p', { volumeMode: 'Tape' }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"',
    );
  },
  'a size must be positive': async (api) => {
    const namespace = await api.namespace();
    const body = claim('p', { resources: { requests: { storage: '0' } } });
    const answer = await api.post(core(namespace, 'persistentvolumeclaims'), body);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('spec.resources[storage]: Invalid value: "0": must be greater than zero');
  },
  'a size that is none is 400': async (api) => {
    const namespace = await api.namespace();
    const body = claim('p', { resources: { requests: { storage: 'big' } } });
    const answer = await api.post(core(namespace, 'persistentvolumeclaims'), body);
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain('quantities must match the regular expression');
  },
  'sizes are written in their shortest form': async (api) => {
    const namespace = await api.namespace();
    const body = claim('p', { resources: { requests: { storage: '1024Mi' } } });
    const made = await api.make(core(namespace, 'persistentvolumeclaims'), body);
    expect(made.spec.resources).toEqual({ requests: { storage: '1Gi' } });
  },
  'a claim’s spec is fixed': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'persistentvolumeclaims'), claim('p', { storageClassName: 'c' }));
    const answer = await api.patch('merge', core(namespace, 'persistentvolumeclaims', 'p'), {
      spec: { volumeMode: 'Block' },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'spec: Forbidden: spec is immutable after creation except resources.requests',
    );
  },
  'a claim that is not bound cannot grow': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'persistentvolumeclaims'), claim('p', { storageClassName: 'c' }));
    const answer = await api.patch('merge', core(namespace, 'persistentvolumeclaims', 'p'), {
      spec: { resources: { requests: { storage: '2Gi' } } },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('except resources.requests and volumeAttributesClassName for bound claims');
  },
  'a claim’s source fills both fields': async (api) => {
    const namespace = await api.namespace();
    const dataSource = { apiGroup: 'cdi.kubevirt.io', kind: 'VolumeImportSource', name: 'x' };
    const made = await api.make(core(namespace, 'persistentvolumeclaims'), claim('p', { dataSourceRef: dataSource }));
    expect(made.spec).toMatchObject({ dataSourceRef: dataSource });
    expect(made.spec.dataSource).toEqual(dataSource);
  },
  'a class has its defaults': async (api) => {
    const made = await api.make(classes, { metadata: { name: api.unique('class') }, provisioner: 'gantry.test/none' });
    expect(made).toMatchObject({ reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
  },
  'a class without provisioner is 422': async (api) => {
    const answer = await api.post(classes, { metadata: { name: api.unique('class') }, provisioner: '' });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('provisioner: Required value');
  },
  'a class’s parameters cannot be changed': async (api) => {
    const name = api.unique('class');
    await api.make(classes, { metadata: { name }, provisioner: 'gantry.test/none', parameters: { a: '1' } });
    const answer = await api.patch('merge', `${classes}/${name}`, { parameters: { a: '2' } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('is invalid: parameters: Invalid value: null: field is immutable');
  },
  'a volume has its defaults': async (api) => {
    const made = await api.make(volumes, volume(api.unique('pv'), { storageClassName: api.unique('class') }));
    expect(made.spec).toMatchObject({ volumeMode: 'Filesystem', persistentVolumeReclaimPolicy: 'Retain' });
    expect(made.metadata.finalizers).toEqual(['kubernetes.io/pv-protection']);
  },
  'a volume needs one source': async (api) => {
    const answer = await api.post(volumes, volume(api.unique('pv'), { hostPath: undefined }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('spec: Required value: must specify a volume type');
  },
  'a claim is told its phase and size through status': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'persistentvolumeclaims'), claim('p', { storageClassName: 'c' }));
    const answer = await api.patch('merge', `${core(namespace, 'persistentvolumeclaims', 'p')}/status`, {
      status: { phase: 'Bound', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] },
    });
    expect(answer).toMatchObject({ status: 200, body: { status: { phase: 'Bound', capacity: { storage: '1Gi' } } } });
  },
});
