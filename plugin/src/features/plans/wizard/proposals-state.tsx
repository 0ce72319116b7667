import type { ReactNode } from 'react';
import { Button, Content, Flex, FlexItem } from '@patternfly/react-core';
import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import { useT } from '../../../shared/i18n.ts';
import { Loading, ProblemState } from '../../../shared/page/states.tsx';
import type { WizardState } from './use-wizard.ts';

interface ProposalsStateProps {
  readonly wizard: WizardState;
  /** Found by the error summary while there are no rows. */
  readonly id: string;
  readonly summary: (proposals: MapProposals) => string;
  readonly children: (proposals: MapProposals) => ReactNode;
}

/** Rows of a map step, once the service has proposed them. */
export function ProposalsState({ wizard, id, summary, children }: ProposalsStateProps) {
  const t = useT();
  const { data, problem, reload } = wizard.proposals;
  return (
    <div id={id} tabIndex={-1}>
      {data === undefined && problem === undefined && <Loading onRetry={reload} />}
      {problem !== undefined && <ProblemState problem={problem} attempt={t('propose maps')} onRetry={reload} />}
      {data !== undefined && (
        <>
          <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} className="pf-v6-u-mb-sm">
            <FlexItem>
              <Content component="p" role="status">
                {summary(data)}
              </Content>
            </FlexItem>
            <FlexItem>
              <Button variant="secondary" size="sm" onClick={reload}>
                {t('Propose again')}
              </Button>
            </FlexItem>
          </Flex>
          {children(data)}
        </>
      )}
    </div>
  );
}
