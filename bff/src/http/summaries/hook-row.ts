import type { Hook } from '../../api/generated/hook.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { HookRow } from '../../api/http/hooks.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { HookState } from '../../api/http/states.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { findingsOf } from './findings.ts';
import { sentence } from './message.ts';

export interface HookFacts {
  readonly hook: Hook;
  /** That name it and are not archived. */
  readonly plans: readonly Plan[];
}

/** What needs a person first. */
export const hookAttention: readonly HookState[] = ['NotReady', 'Checking', 'Ready', 'Deleting'];

export function hookRow({ hook, plans }: HookFacts): HookRow {
  const { namespace = '', name, uid = '', creationTimestamp = '' } = hook.metadata;
  const { serviceAccount, deadline = 0 } = specOf(hook) ?? {};
  return {
    namespace,
    name,
    uid,
    ...stateAndMessage(hook),
    ...contentOf(hook),
    ...(serviceAccount && { serviceAccount }),
    deadlineSeconds: deadline,
    plans: plans.length,
    created: creationTimestamp,
  };
}

function contentOf(hook: Hook): Pick<HookRow, 'kind' | 'content'> {
  const { aap, image = '', playbook } = specOf(hook) ?? {};
  if (aap !== undefined) return { kind: 'template', content: String(aap.jobTemplateId) };
  return { kind: playbook ? 'playbook' : 'image', content: image };
}

function stateAndMessage({ metadata, status }: Hook): { readonly state: HookState; readonly message: Message } {
  if (metadata.deletionTimestamp !== undefined)
    return { state: 'Deleting', message: sentence('hook-Deleting', 'Is being deleted.') };
  const conditions = status?.conditions ?? [];
  const [first] = findingsOf(conditions);
  const isReady = conditions.some(({ type, status: held }) => type === 'Ready' && held === 'True');
  // What was said of an earlier spec says nothing of this one.
  const isJudged = status?.observedGeneration === undefined || status.observedGeneration === metadata.generation;
  if (!isJudged || (first === undefined && !isReady))
    return { state: 'Checking', message: sentence('hook-Checking', 'Is being checked.') };
  if (first !== undefined) return { state: 'NotReady', message: first.message };
  return { state: 'Ready', message: sentence('hook-Ready', 'Can be used.') };
}
