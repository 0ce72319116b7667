import { conditionHolds } from './conditions.ts';
import { NAMESPACES } from '../../controllers/namespaces.ts';
import type { JsonObject } from '../../json.ts';
import type { Registry } from '../../registry.ts';
import type { ResourceType } from '../../resource-type.ts';
import type { Store } from '../../store.ts';
import type { Review } from '../admission.ts';
import type { LabelRequirement, Webhook, WebhookRule } from './webhook.ts';
import { WEBHOOK_GROUP } from './webhook.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** Requests about webhooks themselves reach none, so that a broken one can be taken away. */
export function isExempt({ type }: Review): boolean {
  return type.group === WEBHOOK_GROUP;
}

function covers(words: readonly string[], word: string): boolean {
  return words.includes('*') || words.includes(word);
}

function coversResource(resources: readonly string[], plural: string, subresource: string): boolean {
  return resources.some((resource) => {
    if (resource === '*/*') return true;
    const [name = '', part = ''] = resource.split('/');
    return (name === '*' || name === plural) && (part === '*' || part === subresource);
  });
}

function inScope({ scope }: WebhookRule, type: ResourceType): boolean {
  return scope === '*' || (scope === 'Namespaced') === type.namespaced;
}

function ruleMatches(rule: WebhookRule, type: ResourceType, { operation, subresource = '' }: Review): boolean {
  return (
    covers(rule.operations, operation) &&
    covers(rule.groups, type.group) &&
    covers(rule.versions, type.version) &&
    coversResource(rule.resources, type.plural, subresource) &&
    inScope(rule, type)
  );
}

/** The kind in the version that the webhook asks for; `undefined` where its rules do not name the request. */
export function matchedType(webhook: Webhook, review: Review, registry: Registry): ResourceType | undefined {
  const others = webhook.equivalent
    ? registry.all().filter((type) => type.collection === review.type.collection && type !== review.type)
    : [];
  return [review.type, ...others].find((type) => webhook.rules.some((rule) => ruleMatches(rule, type, review)));
}

function satisfied({ key, operator, values }: LabelRequirement, labels: Labels = {}): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

function selects(selector: readonly LabelRequirement[], labels: Labels): boolean {
  return selector.every((requirement) => satisfied(requirement, labels));
}

function inNamespace({ namespaceSelector }: Webhook, review: Review, store: Store): boolean {
  const { type, object, namespace, operation, before } = review;
  if (type.collection === NAMESPACES) {
    const judged = operation === 'DELETE' || review.subresource !== undefined ? before : object;
    return selects(namespaceSelector, judged?.metadata.labels);
  }
  if (namespace === undefined) return true;
  return selects(namespaceSelector, store.get(NAMESPACES, namespace)?.metadata.labels);
}

function hasLabels({ objectSelector }: Webhook, { object, before, operation }: Review): boolean {
  if (objectSelector.length === 0) return true;
  const now = operation !== 'DELETE' && selects(objectSelector, object.metadata.labels);
  return now || (before !== undefined && selects(objectSelector, before.metadata.labels));
}

/** Whether the selectors of a webhook let the request through to it. */
export function selectorsMatch(webhook: Webhook, review: Review, store: Store): boolean {
  return inNamespace(webhook, review, store) && hasLabels(webhook, review);
}

/**
 * Whether all conditions hold. One that does not hold outweighs others that cannot be evaluated; throws where that
 * leaves the question open.
 */
export function conditionsHold({ conditions }: Webhook, variables: JsonObject): boolean {
  const problems: unknown[] = [];
  for (const expression of conditions) {
    try {
      if (!conditionHolds(expression, variables)) return false;
    } catch (error) {
      problems.push(error);
    }
  }
  if (problems.length > 0) throw problems[0];
  return true;
}
