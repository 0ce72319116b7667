import { useNavigate } from 'react-router';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress, virtualMachineAddress } from '../../../../shared/address.ts';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { copyText } from '../../../../shared/page/copy-text.ts';
import { toast, toastFailure } from '../../../../shared/page/toasts.tsx';
import type { MenuAction } from '../../../../shared/table/row-menu.tsx';
import type { Asked, AskedAction } from '../../actions/asked.ts';
import { obstacleOf } from '../../actions/plan-actions.ts';
import { vmObstacles } from './vm-actions.ts';

/** Asks before an act; without a choice it is for all VMs that the act concerns. */
export type Ask = (action: AskedAction, chosen?: Pick<Asked, 'vms' | 'matching'>) => void;

interface VmActionsOptions {
  readonly plan: PlanDetails;
  readonly ask: Ask;
}

async function copyLink(t: Translate, { name }: VmRow, link: string): Promise<void> {
  if ((await copyText(link)) === 'copied') toast(t('The link to {{name}} is copied.', { name }));
  else toastFailure(t('The browser did not let this be copied'), link);
}

/** Acts on one VM, for its row's menu and its drawer. */
export function useVmActions({ plan, ask }: VmActionsOptions): (row: VmRow) => readonly MenuAction[] {
  const t = useT();
  const navigate = useNavigate();
  return (row) => {
    const obstacles = vmObstacles(t, plan, row);
    const target = { namespace: plan.targetProject, name: row.targetName ?? row.name };
    const link = `${detailsAddress('Plan', plan, 'vms')}?${new URLSearchParams({ vm: row.id }).toString()}`;
    const cutover: MenuAction = {
      key: 'cutover',
      title: t('Cut over…'),
      run: () => ask('cutover', { vms: [row] }),
      obstacle: obstacles.cutover,
    };
    return [
      ...(plan.type === 'warm' ? [cutover] : []),
      {
        key: 'cancel',
        title: t('Cancel this VM…'),
        run: () => ask('cancel', { vms: [row] }),
        obstacle: obstacles.cancel,
      },
      {
        key: 'remove',
        title: t('Remove from the plan…'),
        run: () => ask('change', { vms: [row] }),
        obstacle: obstacles.remove,
      },
      {
        key: 'choose',
        title: plan.type === 'warm' ? t('Hooks and interval…') : t('Hooks…'),
        run: () => ask('choose', { vms: [row] }),
        obstacle: obstacleOf(t, plan, 'change'),
      },
      { key: 'retry', title: t('Retry…'), run: () => ask('start'), obstacle: obstacles.retry },
      {
        key: 'open',
        title: t('Open VM'),
        run: () => void navigate(virtualMachineAddress(target)),
        obstacle: obstacles.open,
      },
      {
        key: 'link',
        title: t('Copy link'),
        run: () => void copyLink(t, row, new URL(link, window.location.href).href),
      },
    ];
  };
}
