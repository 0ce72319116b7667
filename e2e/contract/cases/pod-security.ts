import { expect } from 'vitest';
import type { Answer } from '../body.ts';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';
import { pod, podNamespace } from '../pods.ts';

const enforce = (level: string) => ({ 'pod-security.kubernetes.io/enforce': level });

async function inNamespace(api: Api, labels: Readonly<Record<string, string>>, body: unknown): Promise<Answer> {
  return api.post(`${core(await podNamespace(api, labels), 'pods')}?dryRun=All`, body);
}

const container = (more: Readonly<Record<string, unknown>>) => ({
  containers: [{ name: 'main', image: 'x', ...more }],
});

const hardened = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  ...container({ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }),
};

/** What baseline refuses: the words behind `violates PodSecurity "baseline:latest": `. */
const baseline: Readonly<Record<string, { readonly spec: Readonly<Record<string, unknown>>; readonly words: string }>> =
  {
    'a privileged container': {
      spec: container({ securityContext: { privileged: true } }),
      words: 'privileged (container "main" must not set securityContext.privileged=true)',
    },
    'the host’s network': {
      spec: { hostNetwork: true, ...container({}) },
      words: 'host namespaces (hostNetwork=true)',
    },
    'a path of the host': {
      spec: { volumes: [{ name: 'v', hostPath: { path: '/x' } }], ...container({}) },
      words: 'hostPath volumes (volume "v")',
    },
    'a port of the host': {
      spec: container({ ports: [{ containerPort: 80, hostPort: 80 }] }),
      words: 'hostPort (container "main" uses hostPort 80)',
    },
    'an added capability': {
      spec: container({ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }),
      words:
        'non-default capabilities (container "main" must not include "SYS_ADMIN" in securityContext.capabilities.add)',
    },
  };

export const podSecurity = area('pod security', {
  ...Object.fromEntries(
    Object.entries(baseline).map(([name, { spec, words }]) => [
      `baseline refuses ${name}`,
      async (api: Api) => {
        const answer = await inNamespace(api, enforce('baseline'), pod('p', spec));
        expect(answer.status).toBe(403);
        expect(answer.body.message).toBe(`pods "p" is forbidden: violates PodSecurity "baseline:latest": ${words}`);
      },
    ]),
  ),
  'privileged refuses nothing': async (api) => {
    const answer = await inNamespace(
      api,
      enforce('privileged'),
      pod('p', container({ securityContext: { privileged: true } })),
    );
    expect(answer.status).toBe(201);
  },
  'without a label nothing is refused': async (api) => {
    const answer = await inNamespace(api, {}, pod('p', { hostNetwork: true, ...container({}) }));
    expect(answer.status).toBe(201);
  },
  'baseline accepts a plain Pod': async (api) => {
    expect((await inNamespace(api, enforce('baseline'), pod('p'))).status).toBe(201);
  },
  'restricted tells everything that a plain Pod lacks': async (api) => {
    const answer = await inNamespace(api, enforce('restricted'), pod('p'));
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      'pods "p" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false), ' +
        'unrestricted capabilities (container "main" must set securityContext.capabilities.drop=["ALL"]), ' +
        'runAsNonRoot != true (pod or container "main" must set securityContext.runAsNonRoot=true), ' +
        'seccompProfile (pod or container "main" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    );
  },
  'restricted accepts a hardened Pod': async (api) => {
    expect((await inNamespace(api, enforce('restricted'), pod('p', hardened))).status).toBe(201);
  },
  'restricted refuses root': async (api) => {
    const spec = { ...hardened, securityContext: { ...hardened.securityContext, runAsUser: 0 } };
    const answer = await inNamespace(api, enforce('restricted'), pod('p', spec));
    expect(answer.status).toBe(403);
    expect(answer.body.message).toContain('runAsUser=0 (pod must not set runAsUser=0)');
  },
  'warn lets it through with a warning': async (api) => {
    const answer = await inNamespace(api, { 'pod-security.kubernetes.io/warn': 'restricted' }, pod('p'));
    expect(answer.status).toBe(201);
    expect(String(answer.headers.warning)).toContain('would violate PodSecurity');
  },
  'a version is named in the refusal': async (api) => {
    const labels = { ...enforce('baseline'), 'pod-security.kubernetes.io/enforce-version': 'v1.25' };
    const answer = await inNamespace(api, labels, pod('p', { hostNetwork: true, ...container({}) }));
    expect(answer.body.message).toContain('violates PodSecurity "baseline:v1.25"');
  },
  'a level that is none is 422': async (api) => {
    const name = api.unique('ns');
    const answer = await api.post('/api/v1/namespaces', { metadata: { name, labels: enforce('loose') } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('must be one of privileged, baseline, restricted');
  },
});
