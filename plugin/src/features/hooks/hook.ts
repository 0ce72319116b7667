import type { HookRow, HookUse } from '@gantry/bff/api/http/hooks.ts';
import type { Translate } from '../../shared/i18n.ts';
import { key } from '../../shared/i18n.ts';

export const kindNames: Readonly<Record<HookRow['kind'], string>> = {
  playbook: key('Playbook'),
  image: key('Image'),
  template: key('AAP template'),
};

export const stepNames: Readonly<Record<HookUse['step'], string>> = {
  PreHook: key('Before the migration'),
  PostHook: key('After the migration'),
};

export function contentText(t: Translate, { kind, content }: Pick<HookRow, 'kind' | 'content'>): string {
  if (kind === 'template') return t('Job template {{number}}', { number: content });
  return content === '' ? '–' : content;
}

/** In minutes where these are whole ones. */
export function deadlineText(t: Translate, seconds: number): string {
  if (seconds === 0) return t('None');
  return seconds % 60 === 0 ? t('{{minutes}} min', { minutes: seconds / 60 }) : t('{{seconds}} s', { seconds });
}

interface Rights {
  readonly patch?: boolean;
  readonly delete?: boolean;
}

export function editObstacle(t: Translate, hook: HookRow, rights: Rights): string | undefined {
  if (rights.patch === false)
    return t('You need permission to change hooks in project {{project}}.', { project: hook.namespace });
  return undefined;
}

export function deleteObstacle(t: Translate, hook: HookRow, rights: Rights): string | undefined {
  if (rights.delete === false)
    return t('You need permission to delete hooks in project {{project}}.', { project: hook.namespace });
  return hook.plans === 0 ? undefined : t('{{count}} plans use it.', { count: hook.plans });
}
