import type { Api } from './api.ts';
import type { Body } from './body.ts';
import type { Case } from './case.ts';
import { configMap, core } from './fixtures.ts';
import { WebhookServer, type AdmissionRequest, type Answerer } from './webhook-server.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A webhook of a configuration: what it answers, and the fields in which it differs from `defaults`. */
export interface Hook extends Fields {
  readonly answer?: Answerer;
}

type Flavour = 'validating' | 'mutating';

export const configurations = (flavour: Flavour, name?: string) =>
  `/apis/admissionregistration.k8s.io/v1/${flavour}webhookconfigurations${name === undefined ? '' : `/${name}`}`;

export const configurationKind = (flavour: Flavour) =>
  flavour === 'validating' ? 'ValidatingWebhookConfiguration' : 'MutatingWebhookConfiguration';

export function rule(resources: readonly string[], more: Fields = {}): Fields {
  return { apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources, ...more };
}

/** Marks what only tells whether a configuration has taken effect. */
const probe = 'contract-probe';

/** Webhooks of one case, asked only about one namespace. */
export class Webhooks {
  readonly api: Api;
  readonly namespace: string;
  readonly server: WebhookServer;
  readonly #installed: string[] = [];

  constructor(api: Api, namespace: string, server: WebhookServer) {
    this.api = api;
    this.namespace = namespace;
    this.server = server;
  }

  /** Makes a configuration and waits until the server asks its webhooks. Returns its name. */
  async install(
    flavour: Flavour,
    hooks: Readonly<Record<string, Hook>>,
    name = this.api.unique(flavour),
  ): Promise<string> {
    const probeHook: Hook = {
      ...this.hook(`probe-${name}`, { rules: [rule(['configmaps'])] }),
      objectSelector: { matchLabels: { [probe]: name } },
    };
    const webhooks = [...Object.entries(hooks).map(([path, hook]) => this.hook(path, hook)), probeHook];
    await this.api.make(configurations(flavour), configuration(flavour, name, webhooks));
    this.#installed.push(configurations(flavour, name));
    const body = configMap('probe', { metadata: { labels: { [probe]: name } } });
    await this.api.eventually(
      `${name} is asked`,
      () => this.api.post(`${this.configMaps}?dryRun=All`, body),
      () => this.server.calls(`probe-${name}`).length > 0,
    );
    return name;
  }

  /** What stays would refuse what others do. */
  async uninstall(): Promise<void> {
    for (const path of this.#installed) await this.api.delete(path);
  }

  /** A webhook at a path of the server, as it stands in a configuration. */
  hook(path: string, { answer, ...more }: Hook = {}): Fields {
    if (answer !== undefined) this.server.answer(path, answer);
    return {
      name: `${path}.hooks.gantry.test`,
      clientConfig: this.server.clientConfig(path),
      rules: [rule(['configmaps'])],
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': this.namespace } },
      objectSelector: { matchExpressions: [{ key: probe, operator: 'DoesNotExist' }] },
      ...more,
    };
  }

  /** What the webhook at a path was asked. */
  requests(path: string): AdmissionRequest[] {
    return this.server.calls(path).map(({ review }) => review.request);
  }

  /**
   * A patch that the server's cache shows before this returns: a real server changes what its cache has, and where that
   * was older, asks about the change first made of it, too.
   */
  async patch(...[type, path, body]: Parameters<Api['patch']>): Promise<void> {
    const { body: patched } = await this.api.patch(type, path, body);
    await this.api.get(`${path}?resourceVersion=${patched.metadata.resourceVersion}`);
  }

  get configMaps(): string {
    return core(this.namespace, 'configmaps');
  }

  makeConfigMap(name: string, rest: Parameters<typeof configMap>[1] = {}): Promise<Body> {
    return this.api.make(this.configMaps, configMap(name, rest));
  }
}

export function configuration(flavour: Flavour, name: string, webhooks: readonly unknown[]): Fields {
  const kind = configurationKind(flavour);
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name }, webhooks };
}

/** A case with a webhook server of its own. */
export function withWebhooks(
  run: (webhooks: Webhooks) => Promise<void>,
  namespaceOf: (api: Api) => Promise<string> = (api) => api.namespace(),
): Case['run'] {
  return async (api) => {
    const server = await WebhookServer.start();
    try {
      const namespace = await namespaceOf(api);
      // Made by a controller, which no webhook of the case should be asked about.
      await api.eventually(
        'the namespace is furnished',
        () => api.get(core(namespace, 'configmaps', 'kube-root-ca.crt')),
        ({ status }) => status === 200,
      );
      const webhooks = new Webhooks(api, namespace, server);
      try {
        await run(webhooks);
      } finally {
        await webhooks.uninstall();
      }
    } finally {
      await server.close();
    }
  };
}
