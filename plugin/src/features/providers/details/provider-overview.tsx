import { Gallery, GalleryItem, List, ListItem, Stack, StackItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import { detailsAddress, isPageKind } from '../../../shared/address.ts';
import { formatFullTime, formatNumber } from '../../../shared/format.ts';
import { key, useT } from '../../../shared/i18n.ts';
import { ConditionsTable } from '../../../shared/page/conditions-table.tsx';
import { Facts, RegionCard, type Fact } from '../../../shared/page/facts-card.tsx';
import { isThisCluster, typeName, type ProviderDetails } from '../../../shared/providers/provider.ts';
import { trustTexts } from './provider-changes.ts';

const countNames: Readonly<Record<string, string>> = {
  vms: key('Virtual machines'),
  templates: key('Templates'),
  hosts: key('Hosts'),
  networks: key('Networks'),
  datastores: key('Datastores'),
  clusters: key('Clusters'),
  datacenters: key('Datacenters'),
  folders: key('Folders'),
};

function Connection({ provider }: { readonly provider: ProviderDetails }) {
  const t = useT();
  const missing = provider.missingPrivileges.map(({ feature, privilege }) => `${feature}: ${privilege}`);
  const sourceFacts: Fact[] = [
    { term: t('Certificate'), value: provider.trustMode === undefined ? '–' : t(trustTexts[provider.trustMode]) },
    ...(provider.fingerprint === undefined
      ? []
      : [{ term: t('Fingerprint'), value: <span className="gantry-fingerprint">{provider.fingerprint}</span> }]),
    ...(provider.certificateExpires === undefined
      ? []
      : [{ term: t('Certificate expires'), value: formatFullTime(provider.certificateExpires) }]),
    { term: t('Signed in as'), value: provider.user ?? '–' },
    { term: t('Missing rights'), value: missing.length === 0 ? t('None') : missing.join(', ') },
    { term: t('VDDK image'), value: provider.vddkImage ?? t('Not set') },
  ];
  return (
    <Facts
      facts={[
        { term: t('Type'), value: typeName(provider.type) },
        { term: t('Address'), value: isThisCluster(provider) ? t('This cluster') : provider.url },
        ...(provider.product === undefined ? [] : [{ term: t('Product'), value: provider.product }]),
        ...(isThisCluster(provider) ? [] : sourceFacts),
      ]}
    />
  );
}

function Uses({ provider }: { readonly provider: ProviderDetails }) {
  const t = useT();
  if (provider.usedBy.length === 0) return <p>{t('Nothing uses this provider yet.')}</p>;
  return (
    <List isPlain>
      {provider.usedBy.map((use) => (
        <ListItem key={`${use.kind} ${use.namespace} ${use.name}`}>
          {isPageKind(use.kind) ? <Link to={detailsAddress(use.kind, use)}>{use.name}</Link> : use.name} ({use.kind})
        </ListItem>
      ))}
    </List>
  );
}

export function ProviderOverview({ provider }: { readonly provider: ProviderDetails }) {
  const t = useT();
  const counts = Object.entries(provider.counts).filter(([name]) => name in countNames);
  return (
    <Stack hasGutter>
      <StackItem>
        <Gallery hasGutter minWidths={{ default: '17rem' }}>
          <GalleryItem>
            <RegionCard title={t('Connection')}>
              <Connection provider={provider} />
            </RegionCard>
          </GalleryItem>
          <GalleryItem>
            <RegionCard title={t('Inventory')}>
              {counts.length === 0 ? (
                <p>{t('Nothing has been read yet.')}</p>
              ) : (
                <Facts
                  facts={counts.map(([name, count]) => ({
                    term: t(countNames[name] ?? name),
                    value: <span className="gantry-tabular">{formatNumber(count)}</span>,
                  }))}
                />
              )}
            </RegionCard>
          </GalleryItem>
          <GalleryItem>
            <RegionCard title={t('Used by')}>
              <Uses provider={provider} />
            </RegionCard>
          </GalleryItem>
        </Gallery>
      </StackItem>
      <StackItem>
        <RegionCard title={t('Conditions')}>
          <ConditionsTable conditions={provider.conditions} />
        </RegionCard>
      </StackItem>
    </Stack>
  );
}
