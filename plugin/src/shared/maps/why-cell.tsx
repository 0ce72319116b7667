import { key, useT } from '../i18n.ts';
import { say } from '../messages/say.ts';
import type { NetworkRow, StorageRow } from './targets.ts';

type Row = Pick<NetworkRow | StorageRow, 'proposal' | 'confidence' | 'reason'>;

/** Filled dots of three, and what they mean to those who do not see them. */
const confidences: Readonly<Record<Row['confidence'], { readonly dots: string; readonly text: string }>> = {
  exact: { dots: '●●●', text: key('Sure:') },
  likely: { dots: '●●○', text: key('Likely:') },
  onlyCandidate: { dots: '●○○', text: key('Only candidate:') },
  none: { dots: '○○○', text: key('No proposal:') },
};

interface WhyCellProps {
  readonly row: Row;
  readonly chosenBy: 'user' | 'proposal' | 'nobody';
}

/** Why the target stands there: who chose it, or the service's reason. */
export function WhyCell({ row, chosenBy }: WhyCellProps) {
  const t = useT();
  if (chosenBy === 'user') return <>{t('Your choice')}</>;
  const isCleared = chosenBy === 'nobody' && row.proposal !== undefined;
  if (isCleared) return <>{t('You removed the proposal')}</>;
  const { dots, text } = confidences[row.confidence];
  return (
    <span>
      <span className="gantry-dots" aria-hidden>
        {dots}
      </span>{' '}
      <span className="pf-v6-screen-reader">{t(text)}</span> {say(t, row.reason).what}
    </span>
  );
}
