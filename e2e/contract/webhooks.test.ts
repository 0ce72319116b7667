import { contractSuite } from './suite.ts';
import { mutatingWebhooks } from './cases/webhooks-mutating.ts';
import { validatingWebhooks } from './cases/webhooks-validating.ts';
import { webhookConfigurations } from './cases/webhooks-configurations.ts';
import { webhookRefusals } from './cases/webhooks-refusals.ts';
import { webhookMatching } from './cases/webhooks-matching.ts';

contractSuite([webhookConfigurations, webhookMatching, validatingWebhooks, webhookRefusals, mutatingWebhooks].flat());
