import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from './api.ts';
import { configMap, core, widget, widgetNamespace, widgets } from './fixtures.ts';
import { findKubectl, Kubectl } from './kubectl.ts';
import { pod, serviceAccountOf } from './pods.ts';
import { resolveTarget, type Running } from './target.ts';

const command = findKubectl();
const targetName = process.env.GANTRY_CONTRACT_TARGET ?? 'sandbox';
const target = resolveTarget(targetName);

describe('kubectl', () => {
  if (command === undefined || 'missing' in target) {
    const why = 'missing' in target ? target.missing : 'there is no kubectl here';
    test.skip(`not run: ${why}`, () => undefined);
    return;
  }
  const home = mkdtempSync(join(tmpdir(), 'gantry-kubectl-'));
  let running: Running | undefined;
  let api: Api;
  let admin: Kubectl;
  let alice: Kubectl;
  let namespace: string;

  const access = (server: Running, user: string) => {
    const file = join(home, user);
    writeFileSync(file, JSON.stringify(kubeconfig(server, `${user}-token`)));
    return new Kubectl(command, file, home);
  };
  const ok = async (args: readonly string[], stdin?: string) => {
    const finished = await admin.run([...args, '-n', namespace], stdin);
    expect(finished, finished.stderr).toMatchObject({ code: 0 });
    return finished.stdout;
  };

  beforeAll(async () => {
    running = await target.start();
    api = new Api(running);
    admin = access(running, 'admin');
    alice = access(running, 'alice');
    namespace = await widgetNamespace(api);
    await serviceAccountOf(api, namespace);
  });
  afterAll(async () => {
    await running?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  test('get prints the columns of the kind', async () => {
    await api.make(widgets(namespace), widget('listed', { size: 3, color: 'green' }));
    const lines = (await ok(['get', 'widgets'])).trim().split('\n');
    expect(lines[0]).toMatch(/^NAME\s+SIZE\s+PHASE\s+AGE$/);
    expect(lines.find((line) => line.startsWith('listed'))).toMatch(/^listed\s+3\s+\d+s$/);
  });

  test('get finds short names, categories and single objects', async () => {
    await api.make(widgets(namespace), widget('found'));
    expect(await ok(['get', 'wg', 'found', '-o', 'name'])).toBe('widget.contract.gantry.test/found\n');
    expect(await ok(['get', 'gadgets', '-o', 'name'])).toContain('widget.contract.gantry.test/found');
  });

  test('get -o wide adds columns, -o yaml prints the object, jsonpath a field', async () => {
    await api.make(widgets(namespace), widget('wide', { color: 'blue' }));
    const wide = await ok(['get', 'widget', 'wide', '-o', 'wide']);
    expect(wide).toMatch(/NAME\s+SIZE\s+COLOR\s+PHASE\s+AGE\nwide\s+1\s+blue\s/);
    expect(await ok(['get', 'widget', 'wide', '-o', 'yaml'])).toContain('spec:\n  color: blue\n  size: 1\n');
    expect(await ok(['get', 'widget', 'wide', '-o', 'jsonpath={.spec.color}'])).toBe('blue');
  });

  test('get of pods, namespaces and everything', async () => {
    await api.make(core(namespace, 'pods'), pod('p'));
    expect(await ok(['get', 'pods'])).toMatch(/NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\np\s+0\/1\s+Pending\s+0\s+\d+s/);
    expect(await ok(['get', 'namespace', namespace])).toMatch(/Active\s+\d+s/);
    expect(await ok(['get', 'all'])).toContain('pod/p');
  });

  test('get of what is not there says so', async () => {
    const absent = await admin.run(['get', 'configmap', 'absent', '-n', namespace]);
    expect(absent).toMatchObject({
      code: 1,
      stderr: 'Error from server (NotFound): configmaps "absent" not found\n',
    });
    const unknown = await admin.run(['get', 'gizmos', '-n', namespace]);
    expect(unknown.stderr).toContain(`the server doesn't have a resource type "gizmos"`);
  });

  test('apply creates, changes, and removes what it had set', async () => {
    const apply = (data: Record<string, string>) =>
      ok(['apply', '-f', '-'], JSON.stringify({ ...configMap('applied'), data }));
    expect(await apply({ a: '1', b: '1' })).toBe('configmap/applied created\n');
    expect(await apply({ a: '1', b: '1' })).toBe('configmap/applied unchanged\n');
    expect(await apply({ a: '2' })).toBe('configmap/applied configured\n');
    expect((await api.get(core(namespace, 'configmaps', 'applied'))).body.data).toEqual({ a: '2' });
  });

  test('apply of a custom object, from YAML of several documents', async () => {
    const document = (name: string, size: number) =>
      `apiVersion: contract.gantry.test/v1\nkind: Widget\nmetadata:\n  name: ${name}\nspec:\n  size: ${size}\n`;
    const made = await ok(['apply', '-f', '-'], `${document('y1', 1)}---\n${document('y2', 2)}`);
    expect(made).toBe('widget.contract.gantry.test/y1 created\nwidget.contract.gantry.test/y2 created\n');
    expect(await ok(['apply', '-f', '-'], document('y1', 9))).toBe('widget.contract.gantry.test/y1 configured\n');
    expect((await api.get(widgets(namespace, 'y1'))).body).toMatchObject({
      spec: { size: 9 },
      metadata: { generation: 2 },
    });
  });

  test('apply refuses unknown fields and bad values', async () => {
    const apply = (spec: Record<string, unknown>) =>
      admin.run(['apply', '-n', namespace, '-f', '-'], JSON.stringify(widget('refused', spec)));
    const unknown = await apply({ nope: 1 });
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('unknown field "spec.nope"');
    const bad = await apply({ size: 101 });
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('spec.size in body should be less than or equal to 100');
  });

  test('apply --dry-run=server changes nothing', async () => {
    const said = await ok(['apply', '--dry-run=server', '-f', '-'], JSON.stringify(widget('dry')));
    expect(said).toBe('widget.contract.gantry.test/dry created (server dry run)\n');
    expect((await api.get(widgets(namespace, 'dry'))).status).toBe(404);
  });

  test('create, label, patch and replace', async () => {
    expect(await ok(['create', 'secret', 'generic', 's', '--from-literal=k=v'])).toBe('secret/s created\n');
    expect(await ok(['label', 'secret', 's', 'team=x'])).toBe('secret/s labeled\n');
    await api.make(widgets(namespace), widget('patched'));
    expect(await ok(['patch', 'widget', 'patched', '--type=merge', '-p', '{"spec":{"size":4}}'])).toContain('patched');
    expect((await api.get(core(namespace, 'secrets', 's'))).body).toMatchObject({ data: { k: 'dg==' } });
    expect((await api.get(widgets(namespace, 'patched'))).body.spec.size).toBe(4);
  });

  test('describe prints the object and its events', async () => {
    const made = await api.make(widgets(namespace), widget('described'));
    await api.make(core(namespace, 'events'), {
      metadata: { name: 'described.1' },
      involvedObject: {
        apiVersion: made.apiVersion,
        kind: 'Widget',
        namespace,
        name: 'described',
        uid: made.metadata.uid,
      },
      reason: 'Polished',
      message: 'It shines.',
      type: 'Normal',
      firstTimestamp: made.metadata.creationTimestamp,
      lastTimestamp: made.metadata.creationTimestamp,
      count: 1,
    });
    const text = await ok(['describe', 'widget', 'described']);
    expect(text).toMatch(/Name:\s+described\n/);
    expect(text).toMatch(/Size:\s+1\n/);
    expect(text).toMatch(/Normal\s+Polished\s.*It shines\./);
  });

  test('delete waits until the object is gone', async () => {
    await api.make(widgets(namespace), widget('deleted'));
    expect(await ok(['delete', 'widget', 'deleted', '--timeout=15s'])).toContain(
      'widget.contract.gantry.test "deleted" deleted',
    );
    expect((await api.get(widgets(namespace, 'deleted'))).status).toBe(404);
  });

  test('get -w follows changes', async () => {
    await api.make(widgets(namespace), widget('watched'));
    // Of one object by name kubectl drops the first event, which may be the change; a list is followed from its version.
    const list = ['get', 'widgets', '--field-selector=metadata.name=watched', '-w', '-n', namespace];
    const said = await admin.until('Polished', list, async () => {
      await api.patch('merge', `${widgets(namespace, 'watched')}/status`, { status: { phase: 'Polished' } });
    });
    expect(said).toMatch(/watched\s+1\s+\d+s\nwatched\s+1\s+Polished\s+\d+s/);
  });

  test('wait sees a condition come', async () => {
    await api.make(widgets(namespace), widget('awaited'));
    await api.patch('merge', `${widgets(namespace, 'awaited')}/status`, { status: { phase: 'Done' } });
    const said = await ok(['wait', 'widget/awaited', '--for=jsonpath={.status.phase}=Done', '--timeout=15s']);
    expect(said).toBe('widget.contract.gantry.test/awaited condition met\n');
  });

  test('explain reads the schema', async () => {
    const text = await ok(['explain', 'widget.spec']);
    expect(text).toMatch(/KIND:\s+Widget/);
    expect(text).toMatch(/size\s+<integer> -required-/);
    expect(await ok(['explain', 'configmap.data'])).toMatch(/FIELD: data/);
  });

  test('api-resources and version', async () => {
    expect(await ok(['api-resources', '--api-group=contract.gantry.test'])).toMatch(
      /widgets\s+wg\s+contract\.gantry\.test\/v1\s+true\s+Widget/,
    );
    expect(await ok(['version'])).toMatch(/Server Version: v1\.\d+\.\d+/);
  });

  test('auth can-i asks the server', async () => {
    expect(await ok(['auth', 'can-i', 'delete', 'pods'])).toBe('yes\n');
    const no = await alice.run(['auth', 'can-i', 'delete', 'pods', '-n', namespace]);
    expect(no).toMatchObject({ code: 1, stdout: 'no\n' });
    const whoami = await alice.run(['auth', 'whoami']);
    expect(whoami.stdout).toMatch(/Username\s+alice/);
  });

  test('without rights it says what is missing', async () => {
    const refused = await alice.run(['get', 'secrets', '-n', namespace]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      `Error from server (Forbidden): secrets is forbidden: User "alice" cannot list resource "secrets" in API group "" in the namespace "${namespace}"`,
    );
  });

  test('apply --server-side owns what it says, and refuses what another owns', async () => {
    const mine = (k: string) => JSON.stringify(configMap('shared', { data: { k } }));
    expect(await ok(['apply', '--server-side', '--field-manager=one', '-f', '-'], mine('1'))).toContain(
      'configmap/shared serverside-applied',
    );
    const other = ['apply', '--server-side', '--field-manager=two', '-n', namespace, '-f', '-'];
    const refused = await admin.run(other, mine('2'));
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('conflict with "one": .data.k');
    expect((await admin.run([...other, '--force-conflicts'], mine('2'))).code).toBe(0);
    expect((await api.get(core(namespace, 'configmaps', 'shared'))).body.data).toEqual({ k: '2' });
  });

  test('diff shows what an apply would change, and says so by its code', async () => {
    const wanted = (k: string) => JSON.stringify(configMap('compared', { data: { k } }));
    await ok(['apply', '--server-side', '-f', '-'], wanted('old'));
    const args = ['diff', '--server-side', '-n', namespace, '-f', '-'];
    expect(await admin.run(args, wanted('old'))).toMatchObject({ code: 0, stdout: '' });
    const changed = await admin.run(args, wanted('new'));
    expect(changed.code, changed.stderr).toBe(1);
    expect(changed.stdout).toMatch(/^-\s+k: old$/m);
    expect(changed.stdout).toMatch(/^\+\s+k: new$/m);
  });

  test('logs of a Pod that has written nothing are empty', async () => {
    await api.make(core(namespace, 'pods'), pod('quiet'));
    expect(await ok(['logs', 'quiet'])).toBe('');
  });

  // The real control plane has no node that could be asked.
  test.runIf(targetName === 'sandbox')('logs prints what a container has written', async () => {
    await api.make(core(namespace, 'pods'), pod('talks', { nodeName: 'node-1' }));
    await api.patch('merge', `${core(namespace, 'pods', 'talks')}/status`, { status: { phase: 'Running' } });
    expect(await ok(['logs', 'talks'])).toBe('main of talks says hello\n');
  });
});

function kubeconfig(server: Running, token: string): unknown {
  const authority =
    server.ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(server.ca).toString('base64') };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: server.url, ...authority } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
}
