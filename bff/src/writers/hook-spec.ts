import type { HookSpec } from '../api/generated/hook.ts';

interface TemplateChoice {
  readonly number: number;
  /** Missing with the administrator's platform. */
  readonly url?: string;
  readonly tokenSecret?: string;
}

/** What people choose of a hook: an image, or a job template. */
export interface HookChoices {
  readonly image?: string;
  /** As text. */
  readonly playbook?: string;
  readonly serviceAccount?: string;
  /** 0 is none. */
  readonly deadlineSeconds: number;
  readonly template?: TemplateChoice;
}

export function hookSpec(namespace: string, choices: HookChoices): HookSpec {
  const { image, playbook, serviceAccount, deadlineSeconds, template } = choices;
  return {
    deadline: deadlineSeconds,
    ...(image && { image }),
    ...(playbook && { playbook: Buffer.from(playbook, 'utf8').toString('base64') }),
    ...(serviceAccount && { serviceAccount }),
    ...(template && { aap: aapOf(namespace, template) }),
  };
}

function aapOf(namespace: string, { number, url, tokenSecret: name }: TemplateChoice) {
  return { jobTemplateId: number, ...(url && { url }), ...(name && { tokenSecret: { name, namespace } }) };
}

/** As a merge patch: what is not chosen is taken out. A token that stays is looked for where it was. */
export function hookPatch(namespace: string, choices: HookChoices, present: HookSpec | undefined) {
  const token = present?.aap?.tokenSecret;
  const stays = token?.name === choices.template?.tokenSecret;
  const place = (stays && token?.namespace) || namespace;
  const { aap, ...rest } = hookSpec(place, choices);
  const template = aap === undefined ? null : { url: null, tokenSecret: null, ...aap };
  return { image: null, playbook: null, serviceAccount: null, ...rest, aap: template };
}
