import type { ReactNode } from 'react';
import { Tab, TabContent, Tabs, TabTitleText } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { formatNumber } from '../../../shared/format.ts';
import { useT } from '../../../shared/i18n.ts';

const planTabs = ['overview', 'vms', 'timeline'] as const;
type PlanTab = (typeof planTabs)[number];

/** Of an address; what it does not know is the first. */
export function planTab(wanted: string | undefined): PlanTab {
  return planTabs.find((one) => one === wanted) ?? 'overview';
}

interface PlanTabsProps {
  readonly plan: PlanDetails;
  readonly tab: PlanTab;
  /** Of the active tab. */
  readonly children: ReactNode;
}

const tabsId = 'gantry-plan';
const contentId = 'gantry-plan-content';

/** Each tab has an address of its own. */
export function PlanTabs({ plan, tab, children }: PlanTabsProps) {
  const t = useT();
  const navigate = useNavigate();
  return (
    <>
      <Tabs
        id={tabsId}
        aria-label={t('Parts of the plan')}
        activeKey={tab}
        onSelect={(_, wanted) =>
          void navigate(detailsAddress('Plan', plan, wanted === 'overview' ? undefined : String(wanted)))
        }
        className="pf-v6-u-mb-md"
      >
        <Tab eventKey="overview" tabContentId={contentId} title={<TabTitleText>{t('Overview')}</TabTitleText>} />
        <Tab
          eventKey="vms"
          tabContentId={contentId}
          title={
            <TabTitleText>
              {t('Virtual machines')} {formatNumber(plan.vms.total)}
            </TabTitleText>
          }
        />
        <Tab eventKey="timeline" tabContentId={contentId} title={<TabTitleText>{t('Timeline')}</TabTitleText>} />
      </Tabs>
      <TabContent id={contentId} eventKey={tab} activeKey={tab} aria-labelledby={`pf-tab-${tab}-${tabsId}`}>
        {children}
      </TabContent>
    </>
  );
}
