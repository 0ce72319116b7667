import { Link } from 'react-router';
import type { PlanSettings } from '@gantry/bff/api/http/plan-settings.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress } from '../../../../shared/address.ts';
import { formatFullTime } from '../../../../shared/format.ts';
import { key, useT, type Translate } from '../../../../shared/i18n.ts';
import { Facts, type Fact } from '../../../../shared/page/facts-card.tsx';
import { priorityLabel } from '../../actions/schedule/priorities.ts';
import { typeNames } from '../../list/plan-columns.tsx';

const powerNames: Readonly<Record<PlanSettings['targetPowerState'], string>> = {
  auto: key('Same as the source'),
  on: key('Running'),
  off: key('Stopped'),
};

function intervalText(t: Translate, { precopyIntervalMinutes: minutes }: PlanSettings): string {
  return minutes === undefined ? t('As the service is set') : t('{{minutes}} min', { minutes });
}

/** What was chosen when the plan was made. */
export function PlanFacts({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  const { settings } = plan;
  const provider = (ref: PlanDetails['sourceRef']) => <Link to={detailsAddress('Provider', ref)}>{ref.name}</Link>;
  const facts: Fact[] = [
    ...(plan.description === '' ? [] : [{ term: t('Description'), value: plan.description }]),
    { term: t('Source'), value: provider(plan.sourceRef) },
    { term: t('Target'), value: provider(plan.targetRef) },
    { term: t('Target project'), value: plan.targetProject },
    { term: t('Type'), value: t(typeNames[plan.type]) },
    ...(plan.type === 'warm' ? [{ term: t('Precopy interval'), value: intervalText(t, settings) }] : []),
    {
      term: t('Guest conversion'),
      value: settings.guestConversion === 'convert' ? t('Convert') : t('Raw copy'),
    },
    ...(settings.guestConversion === 'rawCopy'
      ? [{ term: t('Compatibility devices'), value: settings.compatibilityDevices ? t('On') : t('Off') }]
      : []),
    { term: t('Target power state'), value: t(powerNames[settings.targetPowerState]) },
    {
      term: t('Shutdown of sources'),
      value:
        settings.shutdownPolicy === 'force' ? t('By the guest, then forced') : t('By the guest only; never forced'),
    },
    { term: t('Priority'), value: t(priorityLabel(plan.priority)) },
    { term: t('Network map'), value: plan.networkMap?.name ?? t('Not set') },
    { term: t('Storage map'), value: plan.storageMap?.name ?? t('Not set') },
    { term: t('Created'), value: formatFullTime(plan.created) },
    ...(plan.createdBy === undefined ? [] : [{ term: t('Created by'), value: plan.createdBy }]),
  ];
  return <Facts facts={facts} />;
}
