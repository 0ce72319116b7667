import { Button, Grid, GridItem, PageSection } from '@patternfly/react-core';
import { PlusCircleIcon } from '@patternfly/react-icons';
import { useNavigate } from 'react-router';
import { getOverview, type Overview } from '@gantry/bff/api/http/overview.ts';
import { createAddress, overviewAddress } from '../../shared/address.ts';
import { NamespaceBar } from '../../shared/console-sdk.ts';
import { useT } from '../../shared/i18n.ts';
import { useLive } from '../../shared/live/use-live.ts';
import { RegionCard } from '../../shared/page/facts-card.tsx';
import { projectOf, useProjectScope } from '../../shared/page/list-scope.ts';
import { PageFrame } from '../../shared/page/page-frame.tsx';
import { FirstUse, Loading, ProblemAlert, ProblemState } from '../../shared/page/states.tsx';
import { Attention } from './attention.tsx';
import { Cutovers, PlansByState, RunningPlans } from './overview-cards.tsx';
import { Throughput } from './throughput/throughput-card.tsx';

function Cards({ overview, project }: { readonly overview: Overview; readonly project: string | undefined }) {
  const t = useT();
  const { attentionTotal, providers } = overview;
  return (
    <Grid hasGutter>
      <GridItem lg={8}>
        <RegionCard
          title={
            attentionTotal === 0 ? t('Needs attention') : t('Needs attention ({{number}})', { number: attentionTotal })
          }
        >
          <Attention overview={overview} />
        </RegionCard>
      </GridItem>
      <GridItem lg={4}>
        <RegionCard title={t('Next 24 hours')}>
          <Cutovers cutovers={overview.cutovers} />
        </RegionCard>
      </GridItem>
      <GridItem lg={8}>
        <RegionCard title={t('Running now')}>
          <RunningPlans running={overview.running} />
        </RegionCard>
      </GridItem>
      <GridItem lg={4}>
        <RegionCard title={t('Plans')}>
          <PlansByState plans={overview.plans} project={project} />
          <p className="pf-v6-u-mt-md">
            {providers === undefined
              ? t('You need permission to list providers to see how they are.')
              : t('Providers: {{ready}} of {{total}} ready', providers)}
          </p>
        </RegionCard>
      </GridItem>
      <GridItem span={12}>
        <RegionCard title={t('Throughput')}>
          <Throughput project={project} />
        </RegionCard>
      </GridItem>
    </Grid>
  );
}

/** What needs a person, what runs and what comes next. */
export function OverviewPage() {
  const t = useT();
  const navigate = useNavigate();
  const { project, newIn } = useProjectScope();
  const { data, problem, reload } = useLive(getOverview, { params: {}, query: { project } });
  const attempt =
    project === undefined ? t('view migration plans') : t('view migration plans in project {{project}}', { project });
  const isNew = data?.plans.total === 0 && data.providers?.total === 0;
  const actions = (
    <>
      <Button variant="primary" onClick={() => void navigate(createAddress('Plan', newIn))}>
        {t('Create plan')}
      </Button>
      <Button variant="secondary" onClick={() => void navigate(createAddress('Provider', newIn))}>
        {t('Create provider')}
      </Button>
    </>
  );
  return (
    <>
      <NamespaceBar onNamespaceChange={(namespace) => void navigate(overviewAddress(projectOf(namespace)))} />
      <PageFrame title={t('Overview')} actions={isNew ? undefined : actions}>
        <PageSection hasBodyWrapper={false}>
          {data === undefined && problem === undefined && <Loading onRetry={reload} />}
          {data === undefined && problem !== undefined && (
            <ProblemState problem={problem} attempt={attempt} onRetry={reload} />
          )}
          {data !== undefined && problem !== undefined && (
            <ProblemAlert problem={problem} title={t('The page could not be updated')} />
          )}
          {isNew && (
            <FirstUse
              icon={PlusCircleIcon}
              title={t('Start by adding a provider')}
              text={t('A provider is a connection to vSphere. Then a plan says which of its VMs move where.')}
              actions={actions}
            />
          )}
          {data !== undefined && !isNew && <Cards overview={data} project={project} />}
        </PageSection>
      </PageFrame>
    </>
  );
}
