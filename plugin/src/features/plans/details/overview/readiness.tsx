import type { ComponentType } from 'react';
import { Content, Icon, List, ListItem } from '@patternfly/react-core';
import { CheckCircleIcon, ExclamationCircleIcon, ExclamationTriangleIcon } from '@patternfly/react-icons';
import { Link } from 'react-router';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress } from '../../../../shared/address.ts';
import { key, useT, type Translate } from '../../../../shared/i18n.ts';
import { say } from '../../../../shared/messages/say.ts';

type Finding = PlanDetails['readiness'][number];

interface Look {
  readonly icon: ComponentType;
  readonly status: 'danger' | 'warning' | 'success';
  readonly name: string;
}

const looks: Readonly<Record<Finding['level'], Look>> = {
  block: { icon: ExclamationCircleIcon, status: 'danger', name: key('Blocks the plan:') },
  warn: { icon: ExclamationTriangleIcon, status: 'warning', name: key('Warning:') },
  pass: { icon: CheckCircleIcon, status: 'success', name: key('Passed:') },
};

const namedVms = 5;

function vmNames(t: Translate, vms: readonly string[]): string {
  const names = vms.slice(0, namedVms).join(', ');
  return vms.length <= namedVms ? names : t('{{names}} and {{count}} more', { names, count: vms.length - namedVms });
}

function ObjectLink({ object }: { readonly object: NonNullable<Finding['object']> }) {
  const { kind, name } = object;
  if (kind !== 'Plan' && kind !== 'Provider') return <>{name}</>;
  return <Link to={detailsAddress(kind, object)}>{name}</Link>;
}

const startable: ReadonlySet<PlanDetails['state']> = new Set(['Ready', 'ReadyWithWarnings']);

/** What passes is said differently before a run, when it counts, and later. */
function sentenceOf(t: Translate, plan: PlanDetails, finding: Finding): string {
  if (finding.level !== 'pass') return say(t, finding.message).what;
  if (!startable.has(plan.state)) return t('Nothing blocks the plan.');
  const { running } = plan.sources;
  if (plan.type === 'warm' && running > 0)
    return t('Ready. {{count}} running VMs keep running until their cutover.', { count: running });
  return running === 0
    ? t('Ready. No source VM has to be shut down.')
    : t('Ready. {{count}} running VMs will be shut down, each when its turn comes.', { count: running });
}

function FindingItem({ plan, finding }: { readonly plan: PlanDetails; readonly finding: Finding }) {
  const t = useT();
  const { icon: Symbol, status, name } = looks[finding.level];
  const { advice } = say(t, finding.message);
  return (
    <ListItem
      icon={
        <Icon status={status}>
          <Symbol />
        </Icon>
      }
    >
      <span className="pf-v6-screen-reader">{t(name)}</span> {sentenceOf(t, plan, finding)}
      {finding.object !== undefined && (
        <Content component="small">
          {finding.object.kind}: <ObjectLink object={finding.object} />
        </Content>
      )}
      {finding.vms.length > 0 && (
        <Content component="small">{t('VMs: {{names}}', { names: vmNames(t, finding.vms) })}</Content>
      )}
      {advice !== undefined && advice !== '' && (
        <Content component="p">
          <strong>{t('What to do:')}</strong> {advice}
        </Content>
      )}
    </ListItem>
  );
}

/** What blocks the plan, what to know before it starts, and whether it can. */
export function Readiness({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  if (plan.readiness.length === 0) return <p>{say(t, plan.message).what}</p>;
  return (
    <List isPlain iconSize="default">
      {plan.readiness.map((finding) => (
        <FindingItem
          key={`${finding.level} ${finding.message.code} ${finding.message.text}`}
          plan={plan}
          finding={finding}
        />
      ))}
    </List>
  );
}
