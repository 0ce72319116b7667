import { objectAt, objectsAt, textAt } from '../../json.ts';
import { undecodable } from '../../kinds/configuration.ts';
import type { KubeObject } from '../../object.ts';
import type { Behaviour } from '../../resource-type.ts';
import { badRequest } from '../../status-error.ts';
import { configurationProblems } from './configuration-rules.ts';
import type { Flavour } from './webhook.ts';

function fillDefaults(object: KubeObject, flavour: Flavour): void {
  for (const webhook of objectsAt(object, 'webhooks')) {
    const caBundle = textAt(webhook, 'clientConfig', 'caBundle');
    if (undecodable({ caBundle }) !== undefined)
      throw badRequest(
        `${object.kind} in version "v1" cannot be handled as a ${object.kind}: illegal base64 data at input byte 0`,
      );
    webhook.failurePolicy ??= 'Fail';
    webhook.matchPolicy ??= 'Equivalent';
    webhook.namespaceSelector ??= {};
    webhook.objectSelector ??= {};
    webhook.timeoutSeconds ??= 10;
    if (flavour === 'mutating') webhook.reinvocationPolicy ??= 'Never';
    for (const rule of objectsAt(webhook, 'rules')) rule.scope ??= '*';
    const service = objectAt(webhook, 'clientConfig', 'service');
    if (service !== undefined) service.port ??= 443;
  }
  if (Array.isArray(object.webhooks) && object.webhooks.length === 0) delete object.webhooks;
}

/** ValidatingWebhookConfiguration and MutatingWebhookConfiguration. */
export function webhookConfiguration(flavour: Flavour): Behaviour {
  return {
    normalise: (object) => fillDefaults(object, flavour),
    validate: (object) => configurationProblems(objectsAt(object, 'webhooks')),
  };
}
