import type { HookSpec } from '../api/generated/hook.ts';

/** What people choose of a hook. */
export interface HookChoices {
  readonly image: string;
  /** As text. */
  readonly playbook?: string;
  readonly serviceAccount?: string;
  /** 0 is none. */
  readonly deadlineSeconds: number;
}

export function hookSpec({ image, playbook, serviceAccount, deadlineSeconds }: HookChoices): HookSpec {
  return {
    image,
    ...(playbook && { playbook: Buffer.from(playbook, 'utf8').toString('base64') }),
    ...(serviceAccount && { serviceAccount }),
    deadline: deadlineSeconds,
  };
}

/** As a merge patch: what is not chosen is taken out. */
export function hookPatch(choices: HookChoices) {
  return { playbook: null, serviceAccount: null, ...hookSpec(choices) };
}
