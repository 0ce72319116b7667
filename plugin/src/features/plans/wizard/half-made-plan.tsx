import { useEffect, useRef, useState } from 'react';
import { ActionList, ActionListItem, Alert, Button, Content, List, ListItem } from '@patternfly/react-core';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../../../shared/i18n.ts';
import { say } from '../../../shared/messages/say.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import { PlanDialog } from '../actions/plan-dialog.tsx';
import type { CreatedPlan } from './use-create-plan.ts';

interface HalfMadePlanProps {
  readonly plan: CreatedPlan;
  readonly busy: boolean;
  /** Of the last repair. */
  readonly problem: Problem | undefined;
  readonly onRepair: () => void;
  readonly onOpen: () => void;
}

/** The plan exists, a part of it does not: the ways on from there. */
export function HalfMadePlan({ plan, busy, problem, onRepair, onOpen }: HalfMadePlanProps) {
  const t = useT();
  const [deleting, setDeleting] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, [plan, problem]);
  return (
    <div ref={box} tabIndex={-1}>
      {problem !== undefined && <ProblemAlert problem={problem} title={t('The repair did not work')} />}
      <Alert
        component="h2"
        isInline
        variant="danger"
        title={t('Plan {{name}} was created, but not all of it', { name: plan.name })}
      >
        <List>
          {plan.incomplete.map((message) => (
            <ListItem key={message.text}>{say(t, message).what}</ListItem>
          ))}
        </List>
        <Content component="p" className="pf-v6-u-mt-sm">
          {t('No source VM was touched. Repair sends the same plan again and adds what is missing.')}
        </Content>
      </Alert>
      <ActionList className="pf-v6-u-mt-md">
        <ActionListItem>
          <Button variant="primary" isLoading={busy} spinnerAriaLabel={t('Working')} onClick={onRepair}>
            {t('Repair')}
          </Button>
        </ActionListItem>
        <ActionListItem>
          <Button variant="secondary" onClick={onOpen}>
            {t('Open plan')}
          </Button>
        </ActionListItem>
        <ActionListItem>
          <Button
            variant="secondary"
            isDanger
            onClick={() => {
              setDeleting(true);
            }}
          >
            {t('Delete plan')}
          </Button>
        </ActionListItem>
      </ActionList>
      {deleting && (
        <PlanDialog
          asked={{ action: 'delete', plan }}
          onClose={() => {
            setDeleting(false);
          }}
        />
      )}
    </div>
  );
}
