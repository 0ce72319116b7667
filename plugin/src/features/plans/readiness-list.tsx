import { List, ListItem } from '@patternfly/react-core';
import { CheckCircleIcon, ExclamationCircleIcon, ExclamationTriangleIcon } from '@patternfly/react-icons';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { key, useT } from '../../shared/i18n.ts';
import { say } from '../../shared/messages/say.ts';

type Finding = Pick<PlanDetails['readiness'][number], 'level' | 'message' | 'vms'>;

const levels = {
  block: { icon: ExclamationCircleIcon, tone: 'danger', label: key('Blocks the start') },
  warn: { icon: ExclamationTriangleIcon, tone: 'warning', label: key('Warning') },
  pass: { icon: CheckCircleIcon, tone: 'success', label: key('Passed') },
} as const;

/** What keeps a plan from starting, what to know before, or that it can start. */
export function ReadinessList({ readiness }: { readonly readiness: readonly Finding[] }) {
  const t = useT();
  return (
    <List isPlain>
      {readiness.map((finding) => {
        const { icon: Shape, tone, label } = levels[finding.level];
        const said = say(t, finding.message);
        return (
          <ListItem key={`${finding.message.code} ${finding.message.text}`}>
            <span className={`gantry-tone-${tone}`} role="img" aria-label={t(label)}>
              <Shape />
            </span>{' '}
            {said.what} {said.advice ?? ''}
            {finding.vms.length > 0 && <div className="gantry-figures">{finding.vms.join(', ')}</div>}
          </ListItem>
        );
      })}
    </List>
  );
}
