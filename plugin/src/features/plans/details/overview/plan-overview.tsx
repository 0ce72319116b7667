import { Grid, GridItem, Stack, StackItem } from '@patternfly/react-core';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { useT } from '../../../../shared/i18n.ts';
import { ConditionsTable } from '../../../../shared/page/conditions-table.tsx';
import { RegionCard } from '../../../../shared/page/facts-card.tsx';
import { PlanFacts } from './plan-facts.tsx';
import { Readiness } from './readiness.tsx';
import { ResultDonut } from './result-donut.tsx';
import { RunsTable } from './runs-table.tsx';

export function PlanOverview({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  return (
    <Stack hasGutter>
      <StackItem>
        <Grid hasGutter>
          <GridItem lg={6}>
            <Stack hasGutter>
              <StackItem>
                <RegionCard title={t('Readiness')}>
                  <Readiness plan={plan} />
                </RegionCard>
              </StackItem>
              <StackItem isFilled>
                <RegionCard title={t('Result')}>
                  <ResultDonut vms={plan.vms} />
                </RegionCard>
              </StackItem>
            </Stack>
          </GridItem>
          <GridItem lg={6}>
            <RegionCard title={t('Details')}>
              <PlanFacts plan={plan} />
            </RegionCard>
          </GridItem>
        </Grid>
      </StackItem>
      <StackItem>
        <RegionCard title={t('Runs')}>
          <RunsTable runs={plan.runs} />
        </RegionCard>
      </StackItem>
      <StackItem>
        <RegionCard title={t('Conditions')}>
          <ConditionsTable conditions={plan.conditions} />
        </RegionCard>
      </StackItem>
    </Stack>
  );
}
