import type { Manifest } from './bootstrap.ts';

/** Webhooks as a chart lists them: without what depends on the installation. */
export type WebhookList = Readonly<Record<'mutating' | 'validating', WebhookSet>>;

interface WebhookSet {
  readonly path: string;
  readonly webhooks: readonly ({ readonly name: string; readonly exceptService?: true } & Record<string, unknown>)[];
}

export interface WebhookPlace {
  /** Of the configurations. */
  readonly name: string;
  /** Where the webhooks are served, without a path. */
  readonly url: string;
  /** PEM of the authority of the certificate there. */
  readonly ca: string;
  /** The name under which the API server knows whoever serves them. */
  readonly serviceUser: string;
  /** Only objects of namespaces with this label. */
  readonly namespaceLabel?: string;
}

const kinds = { mutating: 'MutatingWebhookConfiguration', validating: 'ValidatingWebhookConfiguration' } as const;

/** The configurations of a service that runs outside the cluster: first the mutating one, then the validating. */
export function webhookConfigurations(list: WebhookList, place: WebhookPlace): Manifest[] {
  return (['mutating', 'validating'] as const).map((which) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: kinds[which],
    metadata: { name: place.name },
    webhooks: list[which].webhooks.map((webhook) => configured(webhook, list[which].path, place)),
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
    ...(place.namespaceLabel !== undefined && {
      namespaceSelector: { matchLabels: { [place.namespaceLabel]: 'true' } },
    }),
    ...(exceptService === true && { matchConditions: [{ name: 'not-the-service', expression }] }),
  };
}
