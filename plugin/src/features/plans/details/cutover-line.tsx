import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { formatDuration, formatZonedTime } from '../../../shared/format.ts';
import { useT } from '../../../shared/i18n.ts';
import { useNow } from '../../../shared/page/use-now.ts';

/** When the next machines are cut over, and how many of the plan could be. */
export function CutoverLine({ plan: { cutover, vms } }: { readonly plan: Pick<PlanDetails, 'cutover' | 'vms'> }) {
  const t = useT();
  const now = useNow();
  if (cutover === undefined) return null;
  const left = (Date.parse(cutover.at) - now) / 1000;
  const at = formatZonedTime(cutover.at, now);
  const parts = [
    left > 0 ? t('{{at}}, in {{left}}', { at, left: formatDuration(left) }) : t('due since {{at}}', { at }),
    t('{{count}} VMs', { count: cutover.vms }),
    t('{{ready}} of {{total}} ready', { ready: vms.ready, total: vms.total }),
  ];
  return (
    <span>
      <strong>{t('Cutover:')}</strong> {parts.join(' · ')}
    </span>
  );
}
