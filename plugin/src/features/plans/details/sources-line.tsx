import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { key, useT } from '../../../shared/i18n.ts';

type Sources = PlanDetails['sources'];

const parts: readonly (readonly [keyof Sources, string])[] = [
  ['notRestored', key('{{count}} not powered on again')],
  ['offByGantry', key('{{count}} off by Gantry')],
  ['poweredOnAgain', key('{{count}} powered on again')],
  ['running', key('{{count}} running')],
  ['offBefore', key('{{count}} off before')],
  ['unknown', key('{{count}} unknown')],
  ['snapshotsLeft', key('{{count}} snapshots left')],
];

/** Where every source stands: is each one as it was found, or off because its target took over? */
export function SourcesLine({ sources }: { readonly sources: Sources }) {
  const t = useT();
  const present = parts.filter(([name]) => sources[name] > 0);
  if (present.length === 0) return null;
  return (
    <span>
      <strong>{t('Sources:')}</strong> {present.map(([name, text]) => t(text, { count: sources[name] })).join(' · ')}
    </span>
  );
}
