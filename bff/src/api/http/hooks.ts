import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { conditionRow } from './providers.ts';
import { inProject, label, message, named, none, noQuery, objectName, pageOf, pageQuery, time } from './shapes.ts';
import { hookState } from './states.ts';

const ref = z.object({ namespace: z.string(), name: z.string() });

export const hookRow = z.object({
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  state: hookState,
  message,
  /** `template`: a job template of an automation platform. */
  kind: z.enum(['image', 'playbook', 'template']),
  /** The image, or the number of the job template. */
  content: z.string(),
  /** Absent: that of the plan, else the project's default. */
  serviceAccount: z.string().optional(),
  /** 0 is none. */
  deadlineSeconds: z.number().int(),
  /** Plans that name it and are not archived. */
  plans: z.number().int(),
  created: time,
});
export type HookRow = z.infer<typeof hookRow>;

/** One time that it ran. */
const hookUse = z.object({
  plan: ref,
  vm: z.object({ id: z.string(), name: z.string() }),
  step: z.enum(['PreHook', 'PostHook']),
  result: z.enum(['Running', 'Succeeded', 'Failed', 'Canceled']),
  started: time.optional(),
  completed: time.optional(),
  /** Its last lines, without what looks like a secret. */
  output: z.string().optional(),
});
export type HookUse = z.infer<typeof hookUse>;

/** Of an automation platform. */
const jobTemplate = z
  .object({
    number: z.number().int().positive(),
    /** Absent with the administrator's platform. */
    url: z.string().min(1).max(2048).optional(),
    /** A Secret of the hook's project, key `token`; absent with the administrator's. */
    tokenSecret: objectName.optional(),
  })
  .refine(
    ({ url, tokenSecret }) => url === undefined || tokenSecret !== undefined,
    'must have a token for its address',
  );

const hookDetails = hookRow.extend({
  /** Of what people edit; opaque. */
  version: z.string(),
  playbook: z.string().optional(),
  /** As it is written, so perhaps not complete. */
  template: z.object({ number: z.number().int(), url: z.string(), tokenSecret: z.string() }).optional(),
  /** Plans that name it and are not archived, as far as the caller may read them. */
  usedBy: z.array(ref),
  /** The last 20, newest first, of plans that the caller may read. */
  uses: z.array(hookUse),
  conditions: z.array(conditionRow),
  yaml: z.string(),
});
export type HookDetails = z.infer<typeof hookDetails>;

/** As much as each of two hooks may take of the object of a run. Larger ones belong into an image. */
export const mostPlaybookBytes = 256 * 1024;

const fields = {
  /** Absent with a job template. */
  image: z.string().min(1).max(1024).optional(),
  playbook: z.string().max(mostPlaybookBytes).optional(),
  serviceAccount: objectName.optional(),
  /** 0 is none. */
  deadlineSeconds: z.number().int().min(0).max(31_536_000),
  /** Instead of an image. */
  template: jobTemplate.optional(),
};

function runsOneThing({ image, template }: { readonly image?: unknown; readonly template?: unknown }): boolean {
  return (image === undefined) !== (template === undefined);
}
const oneThing = 'must have either an image or a job template';
const made = z.object({ namespace: z.string(), name: z.string(), uid: z.string() });

export const listHooks = endpoint({
  id: 'listHooks',
  method: 'GET',
  path: '/hooks',
  summary: 'Hooks that the caller may read.',
  params: z.object({}),
  query: pageQuery.extend({ project: label.optional() }),
  body: none,
  answer: pageOf(hookRow),
});

export const getHook = endpoint({
  id: 'getHook',
  method: 'GET',
  path: '/projects/:project/hooks/:name',
  summary: 'Everything that the page of a hook shows.',
  params: named,
  query: noQuery,
  body: none,
  answer: hookDetails,
});

export const createHook = endpoint({
  id: 'createHook',
  method: 'POST',
  path: '/projects/:project/hooks',
  summary: 'Creates a hook; repeatable.',
  params: inProject,
  query: noQuery,
  body: z.object({ name: label, ...fields }).refine(runsOneThing, oneThing),
  answer: made,
});

export const editHook = endpoint({
  id: 'editHook',
  method: 'PUT',
  path: '/projects/:project/hooks/:name',
  summary: 'Changes a hook; runs that have begun keep what they began with.',
  params: named,
  query: noQuery,
  body: z.object({ version: z.string().max(64), ...fields }).refine(runsOneThing, oneThing),
  answer: made,
});

export const deleteHook = endpoint({
  id: 'deleteHook',
  method: 'DELETE',
  path: '/projects/:project/hooks/:name',
  summary: 'Deletes a hook. Refused while a plan uses it that is not archived.',
  params: named,
  query: noQuery,
  body: none,
  answer: z.object({ deleted: z.literal(true) }),
});
