import type { HookSpec } from '../api/generated/hook.ts';

/** What people choose of a hook: an image, or a job template. */
export interface HookChoices {
  readonly image?: string;
  /** As text. */
  readonly playbook?: string;
  readonly serviceAccount?: string;
  /** 0 is none. */
  readonly deadlineSeconds: number;
  readonly template?: { readonly number: number; readonly url: string; readonly tokenSecret: string };
}

export function hookSpec(namespace: string, choices: HookChoices): HookSpec {
  const { image, playbook, serviceAccount, deadlineSeconds, template } = choices;
  return {
    deadline: deadlineSeconds,
    ...(image && { image }),
    ...(playbook && { playbook: Buffer.from(playbook, 'utf8').toString('base64') }),
    ...(serviceAccount && { serviceAccount }),
    ...(template && {
      aap: {
        jobTemplateId: template.number,
        url: template.url,
        tokenSecret: { name: template.tokenSecret, namespace },
      },
    }),
  };
}

/** As a merge patch: what is not chosen is taken out. A token that stays is looked for where it was. */
export function hookPatch(namespace: string, choices: HookChoices, present: HookSpec | undefined) {
  const token = present?.aap?.tokenSecret;
  const stays = token?.name === choices.template?.tokenSecret;
  const place = (stays && token?.namespace) || namespace;
  return { image: null, playbook: null, serviceAccount: null, aap: null, ...hookSpec(place, choices) };
}
