import type { Clock } from '../../../clock.ts';
import { SYSTEM } from '../../auth/caller.ts';
import { objectAt, textAt } from '../../json.ts';
import type { Random } from '../../random.ts';
import type { Registry } from '../../registry.ts';
import type { ResourceType } from '../../resource-type.ts';
import { StatusError, forbidden, internal } from '../../status-error.ts';
import type { StatusDetails } from '../../status-error.ts';
import type { Store } from '../../store.ts';
import type { Review } from '../admission.ts';
import type { Verdict } from './admission-review.ts';
import { admissionRequest, readVerdict, reviewOf } from './admission-review.ts';
import type { WebhookNetwork } from './call.ts';
import { callWebhook } from './call.ts';
import { conditionsHold, isExempt, matchedType, selectorsMatch } from './matching.ts';
import type { Flavour, Webhook } from './webhook.ts';
import { WEBHOOK_COLLECTIONS, readWebhooks } from './webhook.ts';

export interface WebhookParts {
  readonly store: Store;
  readonly registry: Registry;
  readonly random: Random;
  readonly clock: Clock;
  readonly network: WebhookNetwork;
}

/** All webhooks of a flavour in the order in which they are asked; none about the cluster's own writes. */
export function webhooksFor(review: Review, flavour: Flavour, { store }: WebhookParts): Webhook[] {
  if (review.caller === SYSTEM || isExempt(review)) return [];
  return readWebhooks(store.list(WEBHOOK_COLLECTIONS[flavour]));
}

/**
 * The version of the kind that a webhook is asked about; `undefined` where it is not concerned. Throws 403 where a
 * condition cannot be judged and failures count.
 */
export function concerned(webhook: Webhook, review: Review, parts: WebhookParts): ResourceType | undefined {
  const type = matchedType(webhook, review, parts.registry);
  if (type === undefined || !selectorsMatch(webhook, review, parts.store)) return undefined;
  if (webhook.conditions.length === 0) return type;
  const request = admissionRequest(review, type, '');
  const { object, oldObject } = request;
  try {
    return conditionsHold(webhook, { object, oldObject, request }) ? type : undefined;
  } catch (error) {
    if (webhook.ignoresFailures) return undefined;
    throw forbidden(review.type, review.name, error instanceof Error ? error.message : String(error));
  }
}

/** Asks a webhook; `undefined` where it failed and may. Throws what the client is told of a refusal or failure. */
export async function ask(
  webhook: Webhook,
  { review, type, flavour }: { readonly review: Review; readonly type: ResourceType; readonly flavour: Flavour },
  parts: WebhookParts,
): Promise<Verdict | undefined> {
  const uid = parts.random.uuid();
  const verdict = await callWebhook(
    webhook,
    reviewOf(admissionRequest(review, type, uid), webhook.reviewVersion),
    parts,
  )
    .then((body) => readVerdict(body, { webhook, uid, flavour }))
    .catch((error: unknown) => failureOf(webhook, error));
  if (verdict === undefined) return undefined;
  review.warnings.push(...verdict.warnings);
  if (!verdict.allowed) throw refusal(webhook, verdict);
  return verdict;
}

function failureOf({ name, ignoresFailures }: Webhook, error: unknown): undefined {
  if (ignoresFailures) return undefined;
  throw internal(`failed calling webhook "${name}": ${error instanceof Error ? error.message : String(error)}`);
}

function refusal({ name }: Webhook, { status }: Verdict): StatusError {
  const reason = textAt(status, 'reason') ?? '';
  const why = textAt(status, 'message') ?? '';
  const said = why === '' ? reason : why;
  const denied = `admission webhook "${name}" denied the request`;
  const code = typeof status.code === 'number' && status.code >= 400 ? status.code : 400;
  const details = objectAt(status, 'details') as StatusDetails | undefined;
  return new StatusError({
    code,
    message: said === '' ? `${denied} without explanation` : `${denied}: ${said}`,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
  });
}
