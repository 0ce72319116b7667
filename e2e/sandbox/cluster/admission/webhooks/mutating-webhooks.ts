import { decode } from '../../decode.ts';
import { copy, equal } from '../../json.ts';
import type { KubeObject } from '../../object.ts';
import type { Pausing } from '../../pausing.ts';
import { pauseFor } from '../../pausing.ts';
import type { ResourceType } from '../../resource-type.ts';
import { served, stored } from '../../resource-type.ts';
import { internal } from '../../status-error.ts';
import type { AdmissionPlugin, Review } from '../admission.ts';
import { admissionRequest } from './admission-review.ts';
import { applyWebhookPatch } from './apply-patch.ts';
import type { WebhookParts } from './ask.ts';
import { ask, concerned, webhooksFor } from './ask.ts';
import type { Webhook } from './webhook.ts';

/** Asks one webhook after the other; each sees what those before it changed. */
export function mutatingWebhooks(parts: WebhookParts): AdmissionPlugin {
  return (review) => {
    const webhooks = webhooksFor(review, 'mutating', parts);
    return webhooks.length === 0 ? undefined : changeAsTheySay(review, webhooks, parts);
  };
}

function* changeAsTheySay(review: Review, webhooks: readonly Webhook[], parts: WebhookParts): Pausing<void> {
  const { reinvocation } = review;
  if (reinvocation.again && !equal(review.object, reinvocation.left)) reinvocation.changed();
  for (const webhook of webhooks) {
    if (reinvocation.again && !reinvocation.due.has(webhook.id)) continue;
    const type = concerned(webhook, review, parts);
    if (type === undefined) continue;
    const verdict = yield* pauseFor(ask(webhook, { review, type, flavour: 'mutating' }, parts));
    if (verdict === undefined) continue;
    if (verdict.patch.length > 0) {
      const before = review.object;
      review.object = patched(webhook, review, type, verdict.patch);
      if (!equal(review.object, before)) reinvocation.changed();
    }
    if (webhook.reinvoked) reinvocation.asked.add(webhook.id);
  }
  reinvocation.left = copy(review.object);
}

function patched(webhook: Webhook, review: Review, type: ResourceType, operations: readonly unknown[]): KubeObject {
  const { object } = admissionRequest(review, type, '');
  if (object === null)
    throw internal(
      `admission webhook "${webhook.name}" attempted to modify the object, which is not supported for this operation`,
    );
  const result = applyWebhookPatch(object, operations);
  try {
    const decoded = decode(result, type, { fieldValidation: 'Ignore', warnings: [] });
    return type === review.type ? decoded : served(review.type, stored(type, decoded));
  } catch (error) {
    throw internal(error instanceof Error ? error.message : String(error));
  }
}
