import type { ReactNode } from 'react';
import { Tab, TabContent, Tabs, TabTitleText } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { formatNumber } from '../../../shared/format.ts';
import { key, useT } from '../../../shared/i18n.ts';

/** By the last part of their addresses, in order. */
const titles = {
  overview: key('Overview'),
  vms: key('Virtual machines'),
  timeline: key('Timeline'),
  mappings: key('Mappings'),
  hooks: key('Hooks'),
  settings: key('Settings'),
} as const;
type PlanTab = keyof typeof titles;
const planTabs = Object.keys(titles) as PlanTab[];

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
        {planTabs.map((one) => (
          <Tab
            key={one}
            eventKey={one}
            tabContentId={contentId}
            title={
              <TabTitleText>
                {t(titles[one])} {one === 'vms' && formatNumber(plan.vms.total)}
              </TabTitleText>
            }
          />
        ))}
      </Tabs>
      <TabContent id={contentId} eventKey={tab} activeKey={tab} aria-labelledby={`pf-tab-${tab}-${tabsId}`}>
        {children}
      </TabContent>
    </>
  );
}
