import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { KubeObject, Resource } from '../api/resource.ts';

interface WebhookSet {
  readonly path: string;
  readonly webhooks: readonly ({ readonly name: string; readonly exceptService?: true } & Record<string, unknown>)[];
}

interface WebhookConfiguration extends KubeObject {
  webhooks: Record<string, unknown>[];
}

export interface WebhookPlace {
  readonly name: string;
  /** Where the service serves its webhooks. */
  readonly url: string;
  /** PEM of the authority of its certificate. */
  readonly ca: string;
  /** The name under which the API server knows the service. */
  readonly serviceUser: string;
  /** Only objects of namespaces with this label, so that tests on one server do not meet. */
  readonly namespaceLabel: string;
}

const source = new URL('../../../charts/gantry/files/webhooks.yaml', import.meta.url);

function kind(kindName: string, plural: string): Resource<WebhookConfiguration> {
  return { group: 'admissionregistration.k8s.io', version: 'v1', plural, kind: kindName, scope: 'Cluster' };
}

const kinds = {
  mutating: kind('MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'),
  validating: kind('ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'),
} as const;

/** The webhooks that the chart installs, for a service that is reached by URL. */
export async function webhookConfigurations(
  place: WebhookPlace,
): Promise<{ readonly resource: Resource<WebhookConfiguration>; readonly object: WebhookConfiguration }[]> {
  const sets = parse(await readFile(source, 'utf8')) as Record<keyof typeof kinds, WebhookSet>;
  return (['mutating', 'validating'] as const).map((which) => ({
    resource: kinds[which],
    object: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: kinds[which].kind,
      metadata: { name: place.name },
      webhooks: sets[which].webhooks.map((webhook) => configured(webhook, sets[which].path, place)),
    },
  }));
}

function configured(webhook: WebhookSet['webhooks'][number], path: string, place: WebhookPlace) {
  const { exceptService, ...fields } = webhook;
  const expression = `request.userInfo.username != ${JSON.stringify(place.serviceUser)}`;
  return {
    ...fields,
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    matchPolicy: 'Equivalent',
    clientConfig: { url: `${place.url}${path}`, caBundle: Buffer.from(place.ca).toString('base64') },
    namespaceSelector: { matchLabels: { [place.namespaceLabel]: 'true' } },
    ...(exceptService && { matchConditions: [{ name: 'not-the-service', expression }] }),
  };
}
