import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Translate } from '../../../shared/i18n.ts';
import { say } from '../../../shared/messages/say.ts';
import type { MenuAction } from '../../../shared/table/row-menu.tsx';

export type PlanAction = PlanDetails['actions'][number]['action'];

/** In the order of menus. */
export const planActionNames: readonly PlanAction[] = [
  'start',
  'reschedule',
  'cutover',
  'pause',
  'resume',
  'cancel',
  'prioritize',
  'change',
  'duplicate',
  'archive',
  'delete',
];

/** The name of *start* says what would run: everything, what failed, or what has not run. */
export function startTitle(t: Translate, { vms }: Pick<PlanDetails, 'vms'>): string {
  const broken = vms.failed + vms.canceled;
  if (broken > 0) return t('Retry {{count}} VMs', { count: vms.total - vms.succeeded });
  if (vms.succeeded > 0 && vms.succeeded < vms.total)
    return t('Run remaining {{count}} VMs', { count: vms.total - vms.succeeded });
  return t('Start migration');
}

export function obstacleOf(t: Translate, plan: PlanDetails, action: PlanAction): string | undefined {
  const found = plan.actions.find((one) => one.action === action);
  if (found === undefined || found.enabled) return undefined;
  return found.reason === undefined ? t('Not possible now.') : say(t, found.reason).what;
}

/** Everything that can be done with a plan, with the reason where it cannot be done now. */
export function planActions(t: Translate, plan: PlanDetails, ask: (action: PlanAction) => void): MenuAction[] {
  const titles: Readonly<Record<PlanAction, string>> = {
    start: startTitle(t, plan),
    reschedule: t('Change start time…'),
    cutover: t('Cut over…'),
    pause: t('Pause…'),
    resume: t('Go on…'),
    prioritize: t('Change priority…'),
    cancel: t('Cancel run…'),
    change: t('Add VMs…'),
    duplicate: t('Duplicate…'),
    archive: t('Archive'),
    delete: t('Delete'),
  };
  const offered = planActionNames.filter((name) => plan.actions.some(({ action }) => action === name));
  return offered.map((action) => ({
    key: action,
    title: titles[action],
    run: () => ask(action),
    obstacle: obstacleOf(t, plan, action),
    ...(action === 'delete' ? { tone: 'danger' as const } : {}),
  }));
}
