import { expect } from 'vitest';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';
import { pod, podNamespace } from '../pods.ts';

export const pods = area('pods', {
  'a new Pod is Pending, with the defaults that clients read': async (api) => {
    const namespace = await podNamespace(api);
    const made = await api.make(core(namespace, 'pods'), pod('p'));
    expect(made.status).toMatchObject({ phase: 'Pending', qosClass: 'BestEffort' });
    expect(made.spec).toMatchObject({
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      schedulerName: 'default-scheduler',
      securityContext: {},
    });
    const [container] = made.spec.containers as [Record<string, unknown>];
    expect(container).toMatchObject({
      imagePullPolicy: 'IfNotPresent',
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      resources: {},
    });
    expect(made.metadata.generation).toBe(1);
  },
  'an image of no or the latest tag is always pulled': async (api) => {
    const namespace = await podNamespace(api);
    const made = await api.make(
      core(namespace, 'pods'),
      pod('p', { containers: [{ name: 'main', image: 'registry.test/image' }] }),
    );
    expect(made.spec.containers).toMatchObject([{ imagePullPolicy: 'Always' }]);
  },
  'the token of its account is mounted': async (api) => {
    const namespace = await podNamespace(api);
    const made = await api.make(core(namespace, 'pods'), pod('p'));
    const [volume] = made.spec.volumes as [{ name: string; projected: unknown }];
    expect(volume.name).toMatch(/^kube-api-access-/);
    const [container] = made.spec.containers as [{ volumeMounts: { mountPath: string }[] }];
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual([
      '/var/run/secrets/kubernetes.io/serviceaccount',
    ]);
    const without = await api.make(core(namespace, 'pods'), pod('q', { automountServiceAccountToken: false }));
    expect(without.spec.volumes).toBeUndefined();
  },
  'no container is 422': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.post(core(namespace, 'pods'), pod('p', { containers: [] }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe('Pod "p" is invalid: spec.containers: Required value');
  },
  'a container needs a name and an image': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.post(core(namespace, 'pods'), pod('p', { containers: [{}] }));
    expect(answer.status).toBe(422);
    expect(answer.body.details.causes.map(({ field }) => field)).toEqual([
      'spec.containers[0].name',
      'spec.containers[0].image',
    ]);
  },
  'two containers of one name are 422': async (api) => {
    const namespace = await podNamespace(api);
    const one = { name: 'main', image: 'x' };
    const answer = await api.post(core(namespace, 'pods'), pod('p', { containers: [one, one] }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe('Pod "p" is invalid: spec.containers[1].name: Duplicate value: "main"');
  },
  'a mount needs its volume': async (api) => {
    const namespace = await podNamespace(api);
    const containers = [{ name: 'main', image: 'x', volumeMounts: [{ name: 'v', mountPath: '/v' }] }];
    const answer = await api.post(core(namespace, 'pods'), pod('p', { containers }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe('Pod "p" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "v"');
  },
  'a block device needs its volume': async (api) => {
    const namespace = await podNamespace(api);
    const containers = [{ name: 'main', image: 'x', volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] }];
    const answer = await api.post(core(namespace, 'pods'), pod('p', { containers }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('spec.containers[0].volumeDevices[0].name');
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }];
    expect((await api.post(core(namespace, 'pods'), pod('p', { containers, volumes }))).status).toBe(201);
  },
  'an unknown restart policy is 422': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.post(core(namespace, 'pods'), pod('p', { restartPolicy: 'Sometimes' }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    );
  },
  'limits become requests': async (api) => {
    const namespace = await podNamespace(api);
    const containers = [{ name: 'main', image: 'x', resources: { limits: { memory: '1Gi', cpu: '500m' } } }];
    const made = await api.make(core(namespace, 'pods'), pod('p', { containers }));
    expect(made.spec.containers).toMatchObject([{ resources: { requests: { memory: '1Gi', cpu: '500m' } } }]);
    expect(made.status).toMatchObject({ qosClass: 'Guaranteed' });
  },
  'a request above its limit is 422': async (api) => {
    const namespace = await podNamespace(api);
    const containers = [
      { name: 'main', image: 'x', resources: { limits: { memory: '1Gi' }, requests: { memory: '2Gi' } } },
    ];
    const answer = await api.post(core(namespace, 'pods'), pod('p', { containers }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('must be less than or equal to memory limit of 1Gi');
  },
  'its spec is fixed, but for the image': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p'));
    const image = await api.patch('strategic', core(namespace, 'pods', 'p'), {
      spec: { containers: [{ name: 'main', image: 'y' }] },
    });
    expect(image).toMatchObject({ status: 200, body: { metadata: { generation: 2 } } });
    const answer = await api.patch('strategic', core(namespace, 'pods', 'p'), { spec: { restartPolicy: 'Never' } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('Forbidden: pod updates may not change fields other than');
  },
  'a service account that is not there is 403': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.post(core(namespace, 'pods'), pod('p', { serviceAccountName: 'none' }));
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      'pods "p" is forbidden: error looking up service account ' + namespace + '/none: serviceaccount "none" not found',
    );
  },
  'logs of a Pod on no node are empty: 204': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p'));
    const answer = await api.get(`${core(namespace, 'pods', 'p')}/log`);
    expect(answer).toMatchObject({ status: 204, text: '' });
  },
  'logs of a container that is not there are 400': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p'));
    const answer = await api.get(`${core(namespace, 'pods', 'p')}/log?container=none`);
    expect(answer).toMatchObject({ status: 400, body: { message: 'container none is not valid for pod p' } });
  },
  'logs of a Pod that is not there are 404': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.get(`${core(namespace, 'pods', 'p')}/log`);
    expect(answer).toMatchObject({ status: 404, body: { message: 'pods "p" not found' } });
  },
  'a Pod on no node cannot be asked: 400': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p'));
    const answer = await api.get(`${core(namespace, 'pods', 'p:8080')}/proxy/vm`);
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest', message: 'address not allowed' } });
  },
  'a Pod that is not there cannot be asked: 404': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.get(`${core(namespace, 'pods', 'http:p:8080')}/proxy/vm`);
    expect(answer).toMatchObject({ status: 404, body: { message: 'pods "p" not found' } });
  },
  'a Pod is asked by a scheme that is spoken: 400': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.get(`${core(namespace, 'pods', 'ftp:p:8080')}/proxy/vm`);
    expect(answer).toMatchObject({ status: 400, body: { message: 'invalid pod request "ftp:p:8080"' } });
  },
  'to ask a Pod is a right of its own, and so is to tell it something': async (api) => {
    const namespace = await podNamespace(api);
    const path = `${core(namespace, 'pods', 'p:8080')}/proxy/shutdown`;
    const refusal = (verb: string) =>
      `pods "p:8080" is forbidden: User "alice" cannot ${verb} resource "pods/proxy" in API group "" in the namespace "${namespace}"`;
    const asked = await api.get(path, { token: 'alice-token' });
    expect(asked).toMatchObject({ status: 403, body: { message: refusal('get') } });
    const told = await api.post(path, undefined, { token: 'alice-token' });
    expect(told).toMatchObject({ status: 403, body: { message: refusal('create') } });
  },
});
