import type { JsonObject } from '../../json.ts';
import { objectAt, objectsAt, stringMap, textAt, textsAt } from '../../json.ts';
import type { KubeObject } from '../../object.ts';

export type Flavour = 'mutating' | 'validating';

export const WEBHOOK_GROUP = 'admissionregistration.k8s.io';

export const WEBHOOK_COLLECTIONS: Readonly<Record<Flavour, string>> = {
  mutating: `${WEBHOOK_GROUP}/mutatingwebhookconfigurations`,
  validating: `${WEBHOOK_GROUP}/validatingwebhookconfigurations`,
};

export interface WebhookRule {
  readonly operations: readonly string[];
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  /** `pods`, `pods/status`, `pods/*`, `*`, `*\/status`, `*\/*`. */
  readonly resources: readonly string[];
  readonly scope: string;
}

export interface LabelRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** One webhook of a configuration, with its defaults. */
export interface Webhook {
  /** Tells it from every other webhook. */
  readonly id: string;
  readonly name: string;
  readonly rules: readonly WebhookRule[];
  readonly namespaceSelector: readonly LabelRequirement[];
  readonly objectSelector: readonly LabelRequirement[];
  readonly conditions: readonly string[];
  readonly equivalent: boolean;
  readonly ignoresFailures: boolean;
  readonly reinvoked: boolean;
  readonly timeoutSeconds: number;
  /** The version of AdmissionReview that it is sent. */
  readonly reviewVersion: string;
  readonly url: string | undefined;
  readonly service: ServiceReference | undefined;
  /** Of the service's URL. */
  readonly path: string;
  /** PEM; `undefined` trusts what the system trusts. */
  readonly ca: string | undefined;
}

export const REVIEW_VERSIONS: readonly string[] = ['v1', 'v1beta1'];

/** The webhooks of configurations, in the order in which they are asked. */
export function readWebhooks(configurations: readonly KubeObject[]): Webhook[] {
  return configurations
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap((configuration) =>
      objectsAt(configuration, 'webhooks').map((entry) => readWebhook(configuration.metadata.name, entry)),
    );
}

function readWebhook(configuration: string, entry: JsonObject): Webhook {
  const name = textAt(entry, 'name') ?? '';
  const service = objectAt(entry, 'clientConfig', 'service');
  const bundle = textAt(entry, 'clientConfig', 'caBundle') ?? '';
  return {
    id: `${configuration}/${name}`,
    name,
    rules: objectsAt(entry, 'rules').map(readRule),
    namespaceSelector: readSelector(objectAt(entry, 'namespaceSelector')),
    objectSelector: readSelector(objectAt(entry, 'objectSelector')),
    conditions: objectsAt(entry, 'matchConditions').map((condition) => textAt(condition, 'expression') ?? ''),
    equivalent: entry.matchPolicy !== 'Exact',
    ignoresFailures: entry.failurePolicy === 'Ignore',
    reinvoked: entry.reinvocationPolicy === 'IfNeeded',
    timeoutSeconds: numberOr(entry.timeoutSeconds, 10),
    reviewVersion:
      textsAt(entry, 'admissionReviewVersions').find((version) => REVIEW_VERSIONS.includes(version)) ?? 'v1',
    url: textAt(entry, 'clientConfig', 'url'),
    service: service === undefined ? undefined : readService(service),
    path: textAt(service, 'path') ?? '',
    ca: bundle === '' ? undefined : Buffer.from(bundle, 'base64').toString('utf8'),
  };
}

function readRule(rule: JsonObject): WebhookRule {
  return {
    operations: textsAt(rule, 'operations'),
    groups: textsAt(rule, 'apiGroups'),
    versions: textsAt(rule, 'apiVersions'),
    resources: textsAt(rule, 'resources'),
    scope: textAt(rule, 'scope') ?? '*',
  };
}

function readService(service: JsonObject): ServiceReference {
  return {
    namespace: textAt(service, 'namespace') ?? '',
    name: textAt(service, 'name') ?? '',
    port: numberOr(service.port, 443),
  };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** A label selector as a list of requirements; an empty one selects everything. */
function readSelector(selector: JsonObject | undefined): LabelRequirement[] {
  const equal = Object.entries(stringMap(selector?.matchLabels));
  return [
    ...equal.map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...objectsAt(selector, 'matchExpressions').map((expression) => ({
      key: textAt(expression, 'key') ?? '',
      operator: textAt(expression, 'operator') ?? '',
      values: textsAt(expression, 'values'),
    })),
  ];
}
