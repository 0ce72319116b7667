import { accessReviews } from './cases/access-reviews.ts';
import { applyCustom } from './cases/apply-custom.ts';
import { applyRefusals } from './cases/apply-refusals.ts';
import { applyStatus } from './cases/apply-status.ts';
import { apply } from './cases/apply.ts';
import { authentication, impersonation } from './cases/authentication.ts';
import { cel } from './cases/cel.ts';
import { create } from './cases/create.ts';
import { compression } from './cases/compression.ts';
import { definitions } from './cases/crds.ts';
import { remove } from './cases/delete.ts';
import { discovery } from './cases/discovery.ts';
import { dryRun } from './cases/dry-run.ts';
import { fieldValidation } from './cases/field-validation.ts';
import { garbage } from './cases/garbage.ts';
import { jsonPatch } from './cases/json-patch.ts';
import { leasesAndEvents } from './cases/leases-and-events.ts';
import { limitRanges } from './cases/limit-ranges.ts';
import { lists } from './cases/lists.ts';
import { managedFields } from './cases/managed-fields.ts';
import { mergePatch } from './cases/merge-patch.ts';
import { names } from './cases/names.ts';
import { namespaces } from './cases/namespaces.ts';
import { pods } from './cases/pods.ts';
import { podSecurity } from './cases/pod-security.ts';
import { protobuf } from './cases/protobuf.ts';
import { quotaScopes } from './cases/quota-scopes.ts';
import { quota } from './cases/quota.ts';
import { roles } from './cases/rbac.ts';
import { schema } from './cases/schema.ts';
import { secrets } from './cases/secrets.ts';
import { selectors } from './cases/selectors.ts';
import { sizes } from './cases/sizes.ts';
import { status } from './cases/status.ts';
import { storage } from './cases/storage.ts';
import { strategicPatch } from './cases/strategic-patch.ts';
import { tables } from './cases/tables.ts';
import { tokens } from './cases/tokens.ts';
import { update } from './cases/update.ts';
import { watching } from './cases/watch.ts';
import { webhookConfigurations } from './cases/webhooks-configurations.ts';
import { webhookMatching } from './cases/webhooks-matching.ts';
import { mutatingWebhooks } from './cases/webhooks-mutating.ts';
import { webhookRefusals } from './cases/webhooks-refusals.ts';
import { validatingWebhooks } from './cases/webhooks-validating.ts';

/** Every case of the contract, area by area. */
export const allCases = [
  create,
  names,
  update,
  status,
  mergePatch,
  jsonPatch,
  strategicPatch,
  apply,
  applyRefusals,
  applyCustom,
  applyStatus,
  managedFields,
  remove,
  garbage,
  selectors,
  lists,
  watching,
  definitions,
  schema,
  cel,
  fieldValidation,
  dryRun,
  tables,
  discovery,
  namespaces,
  secrets,
  leasesAndEvents,
  authentication,
  impersonation,
  tokens,
  roles,
  accessReviews,
  quota,
  quotaScopes,
  limitRanges,
  podSecurity,
  pods,
  storage,
  sizes,
  compression,
  protobuf,
  webhookConfigurations,
  webhookMatching,
  validatingWebhooks,
  webhookRefusals,
  mutatingWebhooks,
].flat();
