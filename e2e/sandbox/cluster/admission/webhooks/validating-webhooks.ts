import type { Pausing } from '../../pausing.ts';
import { pauseFor } from '../../pausing.ts';
import type { ResourceType } from '../../resource-type.ts';
import type { AdmissionPlugin, Review } from '../admission.ts';
import type { WebhookParts } from './ask.ts';
import { ask, concerned, webhooksFor } from './ask.ts';
import type { Webhook } from './webhook.ts';

type Asked = readonly (readonly [Webhook, ResourceType])[];

/** Asks all webhooks that are concerned at the same time; the first refusal is the answer. */
export function validatingWebhooks(parts: WebhookParts): AdmissionPlugin {
  return (review) => {
    const asked = webhooksFor(review, 'validating', parts).flatMap((webhook) => {
      const type = concerned(webhook, review, parts);
      return type === undefined ? [] : [[webhook, type] as const];
    });
    return asked.length === 0 ? undefined : refuseAsTheySay(review, asked, parts);
  };
}

function* refuseAsTheySay(review: Review, asked: Asked, parts: WebhookParts): Pausing<void> {
  const answers = asked.map(([webhook, type]) => ask(webhook, { review, type, flavour: 'validating' }, parts));
  const outcomes = yield* pauseFor(Promise.allSettled(answers));
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused !== undefined) throw refused.reason;
}
