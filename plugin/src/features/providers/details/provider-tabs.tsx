import type { ReactNode } from 'react';
import { Tab, TabContent, Tabs, TabTitleText } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { detailsAddress } from '../../../shared/address.ts';
import { formatNumber } from '../../../shared/format.ts';
import { key, useT } from '../../../shared/i18n.ts';
import type { ProviderDetails } from '../../../shared/providers/provider.ts';

/** The address of each tab, and what it counts. */
const tabs = {
  overview: { title: key('Overview'), counts: '' },
  'virtual-machines': { title: key('Virtual machines'), counts: 'vms' },
  tree: { title: key('Folders and hosts'), counts: '' },
  hosts: { title: key('Hosts'), counts: 'hosts' },
  networks: { title: key('Networks'), counts: 'networks' },
  datastores: { title: key('Datastores'), counts: 'datastores' },
  credentials: { title: key('Credentials'), counts: '' },
  yaml: { title: key('YAML'), counts: '' },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly counts: string }>>;

export type ProviderTab = keyof typeof tabs;

export function isProviderTab(tab: string | undefined): tab is ProviderTab {
  return tab !== undefined && Object.hasOwn(tabs, tab);
}

const tabsId = 'gantry-provider';
const contentId = 'gantry-provider-content';

interface ProviderTabsProps {
  readonly provider: ProviderDetails;
  readonly tab: ProviderTab;
  /** Of the active tab. */
  readonly children: ReactNode;
}

/** Each tab has an address of its own. */
export function ProviderTabs({ provider, tab, children }: ProviderTabsProps) {
  const t = useT();
  const navigate = useNavigate();
  return (
    <>
      <Tabs
        id={tabsId}
        aria-label={t('Parts of the provider')}
        activeKey={tab}
        onSelect={(_, wanted) =>
          void navigate(detailsAddress('Provider', provider, wanted === 'overview' ? undefined : String(wanted)))
        }
        className="pf-v6-u-mb-md"
      >
        {Object.entries(tabs).map(([name, { title, counts }]) => (
          <Tab
            key={name}
            eventKey={name}
            tabContentId={contentId}
            title={
              <TabTitleText>
                {t(title)} {provider.counts[counts] !== undefined && formatNumber(provider.counts[counts])}
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
