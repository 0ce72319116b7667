import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oracle } from '../found.ts';
import { chart, openshift, plain, render, runHelm, type Rendered, type Values } from './helm.ts';

const found = oracle('helm');
if (found === undefined) console.log('not run: helm (npm run oracles builds it)');
const program = found ?? '';

interface PodTemplate {
  readonly spec: {
    readonly containers: {
      readonly image: string;
      readonly command: string[];
      readonly args: string[];
      readonly securityContext: unknown;
      readonly resources: unknown;
      readonly volumeMounts?: { readonly name: string; readonly mountPath: string }[];
    }[];
    readonly securityContext: unknown;
    readonly volumes?: { readonly name: string; readonly secret?: { readonly secretName: string } }[];
    readonly topologySpreadConstraints?: unknown[];
  };
}
interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

const of = (objects: readonly Rendered[], kind: string): Rendered[] => objects.filter((each) => each.kind === kind);
function only(objects: readonly Rendered[], kind: string, name = 'gantry'): Rendered {
  const [one, ...others] = of(objects, kind).filter((each) => each.metadata.name === name);
  if (one === undefined || others.length > 0) throw new Error(`There is not one ${kind} ${name}.`);
  return one;
}
const podOf = (object: Rendered): PodTemplate['spec'] => (object.spec as { template: PodTemplate }).template.spec;
const containerOf = (object: Rendered) => {
  const [container] = podOf(object).containers;
  if (container === undefined) throw new Error('There is no container.');
  return container;
};
const argsOf = (values: Values) => containerOf(only(render(program, values), 'Deployment')).args;
const pods = (values: Values) => render(program, values).filter(({ kind }) => kind === 'Deployment' || kind === 'Job');

describe.skipIf(found === undefined)('the chart', () => {
  test.each([
    ['OpenShift', openshift],
    ['another cluster', plain],
  ])('passes lint for %s', (_, values) => {
    const { status, output } = runHelm(program, ['lint', '--strict', chart], { values });
    expect(status, output).toBe(0);
  });

  test.each<[string, Values, string]>([
    ['an unknown value', { ...plain, replica: 2 }, "additional properties 'replica' not allowed"],
    ['an unknown member of a value', { ...plain, images: { tag: 'v1' } }, "additional properties 'tag' not allowed"],
    ['an unknown setting of the engine', { ...plain, settings: { warp: 9 } }, "additional properties 'warp'"],
    ['a setting of another type', { ...plain, settings: { maxInFlight: 'many' } }, 'maxInFlight'],
    ['a tag in place of a digest', { ...plain, images: { gantry: { digest: 'latest' } } }, 'digest'],
    ['no digest', { ...plain, images: {} }, 'images.gantry.digest is not set'],
    ['no process at all', { ...plain, replicas: 0 }, 'replicas'],
    ['a cluster whose addresses are not known', { ...plain, clusterAddresses: [] }, 'clusterAddresses'],
    ['a range that is none', { ...plain, allowAddresses: ['10.0.0.0'] }, 'allowAddresses'],
    ['the service CA elsewhere', { ...plain, certificates: { source: 'service-ca' } }, 'service-ca is OpenShift'],
    ['cert-manager without an issuer', { ...plain, certificates: { source: 'cert-manager' } }, 'issuer.name'],
    ['no Secrets', { ...plain, certificates: { source: 'secrets' } }, 'certificates.serving'],
  ])('refuses %s', (_, values, words) => {
    expect(() => render(program, values)).toThrow(words);
  });

  test('every pod keeps to the restricted standard and writes nothing to its root', () => {
    const all = pods(openshift);
    expect(all).toHaveLength(3);
    for (const object of all) {
      expect(podOf(object).securityContext).toEqual({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(containerOf(object).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(containerOf(object).resources).toMatchObject({ requests: { cpu: expect.anything() as unknown } });
    }
  });

  test('nobody is trusted by flag', () => {
    expect(argsOf(openshift).join(' ')).not.toContain('trust-requesters');
  });

  test.each<[string, Values, string]>([
    ['from where they are', openshift, 'quay.io/gantry/gantry@sha256:1'],
    [
      'from one registry',
      { ...openshift, images: { ...(openshift.images as object), registry: 'mirror.example.com:5000/lab' } },
      'mirror.example.com:5000/lab/gantry/gantry@sha256:1',
    ],
  ])('takes every image %s', (_, values, expected) => {
    for (const object of pods(values)) expect(containerOf(object).image).toContain(expected);
    const settings = argsOf(values).find((arg) => arg.startsWith('--settings=')) ?? '';
    const { virtV2vImage, consumerImage } = JSON.parse(settings.slice('--settings='.length)) as Record<string, string>;
    const registry = expected.split('/gantry/')[0] ?? '';
    expect(virtV2vImage).toBe(`${registry}/kubev2v/forklift-virt-v2v@sha256:${'2'.repeat(64)}`);
    expect(consumerImage).toBe(virtV2vImage);
  });

  test('hands settings, ranges and the trusted bundle to the service', () => {
    const args = argsOf({
      ...openshift,
      settings: { maxInFlight: 3, vddkImage: 'registry.test/vddk:8' },
      allowAddresses: ['10.1.0.0/16', 'fd00::/8'],
      clusterAddresses: ['10.2.0.0/16'],
      logLevel: 'debug',
    });
    expect(args).toEqual(
      expect.arrayContaining([
        '--allow-addresses=10.1.0.0/16,fd00::/8',
        '--cluster-addresses=10.2.0.0/16',
        '--log-level=debug',
        '--service-namespace=gantry-system',
        '--trusted-ca=/etc/gantry/trusted-ca/ca-bundle.crt',
      ]),
    );
    expect(args.find((arg) => arg.startsWith('--settings='))).toContain('"vddkImage":"registry.test/vddk:8"');
    expect(argsOf(plain).join(' ')).not.toContain('trusted-ca');
  });

  test('settings stand in a ConfigMap that the service reads, so that no process is replaced for them', () => {
    const settings = { maxInFlight: 3, precopyIntervalMs: 36_000_000, requestKvm: false, serviceAccount: 'mover' };
    const values = { ...openshift, settings: { ...settings, vddkImage: 'registry.test/vddk:8' } };
    const map = render(program, values).find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'gantry-settings',
    );
    const data = (map as { data?: Record<string, string> } | undefined)?.data ?? {};
    expect(data).toEqual({
      maxInFlight: '3',
      precopyIntervalMs: '36000000',
      requestKvm: 'false',
      serviceAccount: 'mover',
    });
    expect(argsOf(values)).toEqual(argsOf({ ...values, settings: { vddkImage: 'registry.test/vddk:8' } }));
  });

  test('every file that a flag names is mounted', () => {
    const deployment = only(render(program, { ...plain, trustedCa: 'authorities' }), 'Deployment');
    const { args, volumeMounts = [] } = containerOf(deployment);
    const files = args.flatMap((arg) => /=(\/etc\/gantry\/.*)$/.exec(arg)?.[1] ?? []);
    expect(files).toHaveLength(5);
    for (const file of files) {
      const mount = volumeMounts.find(({ mountPath }) => file.startsWith(`${mountPath}/`));
      expect(mount, file).toBeDefined();
      expect(podOf(deployment).volumes?.map(({ name }) => name)).toContain(mount?.name);
    }
  });

  test.each<[string, Values, Partial<Record<string, string>>]>([
    [
      'the service CA',
      openshift,
      { gantry: 'gantry-serving', 'gantry-webhook': 'gantry-webhook', 'forklift-inventory': undefined },
    ],
    ['given Secrets', plain, { gantry: undefined, 'gantry-webhook': undefined, 'forklift-inventory': undefined }],
  ])('asks for certificates of %s', (_, values, expected) => {
    const services = of(render(program, values), 'Service');
    const asked = services.map(({ metadata }) => [
      metadata.name,
      metadata.annotations?.['service.beta.openshift.io/serving-cert-secret-name'],
    ]);
    expect(Object.fromEntries(asked)).toEqual(expected);
    const secrets = podOf(only(render(program, values), 'Deployment')).volumes?.flatMap(
      ({ secret }) => secret?.secretName ?? [],
    );
    expect(secrets).toEqual(values === plain ? ['serving', 'webhook'] : ['gantry-serving', 'gantry-webhook']);
  });

  test('certificates of cert-manager name every Service', () => {
    const values = { ...plain, certificates: { source: 'cert-manager', issuer: { name: 'lab' } } };
    const names = of(render(program, values), 'Certificate').flatMap(
      ({ spec }) => (spec as { dnsNames: string[] }).dnsNames,
    );
    for (const service of of(render(program, values), 'Service'))
      expect(names).toContain(`${service.metadata.name}.gantry-system.svc`);
  });

  test('the console passes the token of its user on', () => {
    expect(only(render(program, openshift), 'ConsolePlugin').spec).toMatchObject({
      backend: { service: { name: 'gantry', namespace: 'gantry-system', port: 443, basePath: '/plugin' } },
      proxy: [
        {
          alias: 'bff',
          authorization: 'UserToken',
          endpoint: { type: 'Service', service: { name: 'gantry', namespace: 'gantry-system', port: 443 } },
        },
      ],
    });
    expect(of(render(program, plain), 'ConsolePlugin')).toEqual([]);
  });

  test('kinds stay when the release goes', () => {
    const kinds = of(render(program, plain), 'CustomResourceDefinition');
    expect(kinds).toHaveLength(9);
    for (const { metadata } of kinds) expect(metadata.annotations?.['helm.sh/resource-policy']).toBe('keep');
  });

  test('nobody is given a right by a wildcard, and only viewers one on every kind', () => {
    for (const kind of ['ClusterRole', 'Role']) {
      for (const { metadata, rules } of of(render(program, openshift), kind)) {
        for (const { apiGroups, resources, verbs } of rules as Rule[]) {
          const all = [...apiGroups, ...verbs, ...(metadata.name === 'gantry-viewer' ? [] : resources)];
          expect(all, metadata.name).not.toContain('*');
        }
      }
    }
  });

  test.each([
    ['gantry-viewer', 'view', ['get', 'list', 'watch']],
    ['gantry-editor', 'edit', ['create', 'delete', 'patch', 'update']],
    ['gantry-admin', 'admin', ['create', 'delete', 'deletecollection', 'patch', 'update']],
  ])('%s is part of the role %s', (name, role, verbs) => {
    const { metadata, rules } = only(render(program, plain), 'ClusterRole', name);
    expect(metadata.labels?.[`rbac.authorization.k8s.io/aggregate-to-${role}`]).toBe('true');
    expect([...new Set((rules as Rule[]).flatMap((rule) => rule.verbs))].sort()).toEqual(verbs);
  });

  test('people never write what only the service writes', () => {
    for (const name of ['gantry-editor', 'gantry-admin']) {
      const { rules } = only(render(program, plain), 'ClusterRole', name);
      const written = (rules as Rule[]).flatMap((rule) => rule.resources);
      expect(written.filter((resource) => resource.includes('/') || resource === 'virtualmachinemigrations')).toEqual(
        [],
      );
    }
  });

  test.each<[number, number]>([
    [1, 0],
    [2, 1],
    [3, 1],
  ])('%i replicas have %i disruption budgets and are spread so', (replicas, count) => {
    const objects = render(program, { ...plain, replicas });
    expect(of(objects, 'PodDisruptionBudget')).toHaveLength(count);
    expect(podOf(only(objects, 'Deployment')).topologySpreadConstraints ?? []).toHaveLength(count);
  });

  test('replicas know where each reaches the others', () => {
    expect(argsOf(plain)).toContain('--peer-host=$(POD_IP)');
    const { env } = containerOf(only(render(program, plain), 'Deployment')) as { env?: unknown };
    expect(env).toEqual([{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }]);
  });

  test.each<[string, Values, string[]]>([
    ['monitoring', { ...openshift, monitoring: false }, ['ServiceMonitor', 'PrometheusRule']],
    ['the network policy', { ...openshift, networkPolicy: false }, ['NetworkPolicy']],
  ])('%s can be left out', (_, values, kinds) => {
    const without = new Set(render(program, values).map(({ kind }) => kind));
    const present = new Set(render(program, openshift).map(({ kind }) => kind));
    for (const kind of kinds) {
      expect(present).toContain(kind);
      expect(without).not.toContain(kind);
    }
  });

  test('alerts look at metrics that the service has', () => {
    const { groups } = only(render(program, openshift), 'PrometheusRule').spec as {
      groups: { rules: { alert: string; expr: string }[] }[];
    };
    const definitions = ['kube/metrics.ts', 'migration/metrics/gauges.ts'];
    const source = definitions.map((file) => readFileSync(join(chart, '../../bff/src', file), 'utf8')).join('');
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.map(({ alert }) => alert)).toContain('GantryDown');
    for (const { alert, expr } of rules.filter((rule) => rule.alert !== 'GantryDown')) {
      const [metric] = /[a-z]+(?:_[a-z]+)+(?=\{)/.exec(expr) ?? [];
      expect(source, alert).toContain(`'${metric ?? ''}'`);
    }
  });

  test('every webhook of the list is called at its path, and the service’s own writes are left out where it says so', () => {
    const objects = render(program, plain);
    interface Webhook {
      readonly name: string;
      readonly failurePolicy: string;
      readonly clientConfig: {
        readonly service: { readonly name: string; readonly path: string };
        readonly caBundle: string;
      };
      readonly matchConditions?: { readonly expression: string }[];
    }
    const of = (kind: string) => only(objects, kind).webhooks as Webhook[];
    const stamp = of('MutatingWebhookConfiguration').find(({ name }) => name === 'stamp.gantry.dev');
    expect(stamp).toMatchObject({
      failurePolicy: 'Fail',
      clientConfig: { service: { name: 'gantry-webhook', path: '/admission/mutate' }, caBundle: 'UEVN' },
    });
    expect(stamp?.matchConditions).toBeUndefined();
    for (const { name, clientConfig, matchConditions } of of('ValidatingWebhookConfiguration')) {
      expect(clientConfig.service.path, name).toBe('/admission/validate');
      expect(matchConditions?.[0]?.expression, name).toContain("!= 'system:serviceaccount:gantry-system:gantry'");
    }
  });

  test.each([
    ['gantry-may-uninstall', 'pre-delete', 'uninstall'],
    ['gantry-may-upgrade', 'pre-upgrade,pre-rollback', 'upgrade'],
  ])('%s asks before', (name, hook, change) => {
    const job = only(render(program, plain), 'Job', name);
    expect(job.metadata.annotations?.['helm.sh/hook']).toBe(hook);
    const { command, args } = containerOf(job);
    expect([...command, ...args]).toEqual(['node', '/opt/gantry/in-flight.js', `--refuse=${change}`]);
  });
});
