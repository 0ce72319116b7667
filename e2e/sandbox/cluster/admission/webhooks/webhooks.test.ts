import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../clock.ts';
import { InProcessNetwork } from '../../../network.ts';
import type { Handle, WireResponse } from '../../../wire.ts';
import { jsonResponse, readText } from '../../../wire.ts';
import { SandboxCluster } from '../../sandbox-cluster.ts';
import type { Trust } from './call.ts';

const tls = { cert: '', key: '' };
const headers = { authorization: 'Bearer admin-token', 'content-type': 'application/json' };

let clock: VirtualClock;
let network: InProcessNetwork;
let cluster: SandboxCluster;
let trusted: Trust[];

beforeEach(() => {
  clock = new VirtualClock();
  network = new InProcessNetwork();
  trusted = [];
  cluster = new SandboxCluster({
    clock,
    seed: 1,
    webhooks: {
      send: (request, trust) => {
        trusted.push(trust);
        return network.send(request);
      },
      serviceUrl: ({ name, namespace, port }) =>
        name === 'hooks' ? `https://${name}.${namespace}.svc:${port}` : undefined,
    },
  });
});

async function post(path: string, body: unknown): Promise<{ status: number; text: string }> {
  const url = `https://kubernetes.sandbox.test${path}`;
  const answered = cluster.handle({ method: 'POST', url, headers, body: JSON.stringify(body) });
  let answer: WireResponse | undefined;
  void answered.then((response) => (answer = response));
  await clock.until(() => answer !== undefined, 60_000, 'the write is answered');
  const response = await answered;
  return { status: response.status, text: await readText(response) };
}

async function install(service: Readonly<Record<string, unknown>>): Promise<void> {
  const webhook = {
    name: 'a.hooks.test',
    clientConfig: { service: { namespace: 'gantry', ...service }, caBundle: Buffer.from('PEM').toString('base64') },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE'] }],
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    timeoutSeconds: 5,
  };
  const path = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
  expect((await post(path, { metadata: { name: 'hooks' }, webhooks: [webhook] })).status).toBe(201);
}

const makeConfigMap = () => post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } });

function serve(handle: Handle) {
  return network.listen(handle, { host: 'hooks.gantry.svc', port: 8443, tls });
}

describe('webhooks within one process', () => {
  it('are reached as services of the cluster, whose names their certificates bear', async () => {
    const urls: string[] = [];
    await serve((request) => {
      urls.push(request.url);
      const { request: asked } = JSON.parse(String(request.body)) as { request: { uid: string } };
      const response = { uid: asked.uid, allowed: false, status: { message: 'not now' } };
      return Promise.resolve(jsonResponse(200, { response }));
    });
    await install({ name: 'hooks', port: 8443, path: '/validate' });
    const { status, text } = await makeConfigMap();
    expect(status).toBe(400);
    expect(text).toContain('denied the request: not now');
    expect(urls).toEqual(['https://hooks.gantry.svc:8443/validate?timeout=5s']);
    expect(trusted).toEqual([{ ca: 'PEM', serverName: 'hooks.gantry.svc' }]);
  });

  it('have as much virtual time as their configuration gives them', async () => {
    await serve(() => new Promise(() => undefined));
    await install({ name: 'hooks', port: 8443 });
    const begun = clock.now();
    const { status, text } = await makeConfigMap();
    expect(status).toBe(500);
    expect(text).toContain('context deadline exceeded');
    expect(clock.now() - begun).toBe(5000);
  });

  it('fail where nothing listens', async () => {
    await install({ name: 'hooks', port: 8443 });
    expect((await makeConfigMap()).text).toContain('dial tcp hooks.gantry.svc:8443: connect: connection refused');
  });

  it('fail where there is no such service', async () => {
    await install({ name: 'nowhere' });
    expect((await makeConfigMap()).text).toContain('service \\"nowhere\\" not found');
  });

  it('are asked about what controllers do, who try again', async () => {
    let refusing = true;
    await serve((request) => {
      const { request: asked } = JSON.parse(String(request.body)) as { request: { uid: string } };
      return Promise.resolve(jsonResponse(200, { response: { uid: asked.uid, allowed: !refusing } }));
    });
    await install({ name: 'hooks', port: 8443 });
    expect((await post('/api/v1/namespaces', { metadata: { name: 'new' } })).status).toBe(201);
    const bundle = () => cluster.store.get('/configmaps', 'new/kube-root-ca.crt');
    await clock.advance(5000);
    expect(bundle()).toBeUndefined();
    refusing = false;
    await clock.until(() => bundle() !== undefined, 20_000, 'the namespace is furnished');
  });
});
