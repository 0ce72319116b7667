import { useMemo, useState } from 'react';
import {
  Alert,
  Button,
  Content,
  EmptyState,
  EmptyStateBody,
  ToggleGroup,
  ToggleGroupItem,
  TreeView,
  type TreeViewDataItem,
} from '@patternfly/react-core';
import { ClusterIcon, DatabaseIcon, FolderIcon, ServerIcon } from '@patternfly/react-icons';
import { Link } from 'react-router';
import { getInventoryTree, type TreeNode } from '@gantry/bff/api/http/inventory-places.ts';
import { detailsAddress, type Named } from '../../../../shared/address.ts';
import { formatNumber } from '../../../../shared/format.ts';
import { key, useT, type Translate } from '../../../../shared/i18n.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { useAddressParams } from '../../../../shared/page/use-address-params.ts';
import { Loading, ProblemAlert, ProblemState } from '../../../../shared/page/states.tsx';
import { treeItems, type TreeItem } from './tree-items.ts';

const views = { folders: key('Folders'), hosts: key('Clusters and hosts') } as const;
type View = keyof typeof views;

const icons = { Datacenter: DatabaseIcon, Folder: FolderIcon, Cluster: ClusterIcon, Host: ServerIcon } as const;

/** Children that are shown at first, and more at each wish. */
const step = 200;

interface DataOptions {
  readonly t: Translate;
  readonly vmsAddress: string;
  readonly shown: ReadonlyMap<string, number>;
  readonly showMore: (id: string) => void;
}

function VmsLink({ t, node, address }: { readonly t: Translate; readonly node: TreeNode; readonly address: string }) {
  if (node.vms === 0) return <span className="gantry-figures">{t('No VMs')}</span>;
  const search = new URLSearchParams({ search: node.query }).toString();
  return (
    <Link to={`${address}?${search}`} aria-label={t('{{count}} VMs of {{name}}', { count: node.vms, name: node.name })}>
      {t('{{count}} VMs', { count: node.vms })}
    </Link>
  );
}

function treeData(items: readonly TreeItem[], parent: string, options: DataOptions): TreeViewDataItem[] {
  const { t, vmsAddress, shown, showMore } = options;
  const limit = shown.get(parent) ?? step;
  const data = items.slice(0, limit).map(({ node, children }): TreeViewDataItem => {
    const Icon = icons[node.kind];
    return {
      id: node.id,
      name: node.name,
      icon: <Icon />,
      action: <VmsLink t={t} node={node} address={vmsAddress} />,
      defaultExpanded: node.kind === 'Datacenter',
      ...(children.length > 0 && { children: treeData(children, node.id, options) }),
    };
  });
  if (items.length <= limit) return data;
  const more = (
    <Button variant="link" isInline onClick={() => showMore(parent)}>
      {t('Show more of {{total}}', { total: formatNumber(items.length) })}
    </Button>
  );
  return [...data, { id: `${parent}-more`, name: '…', action: more }];
}

function Tree({ provider, nodes }: { readonly provider: Named; readonly nodes: readonly TreeNode[] }) {
  const t = useT();
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map());
  const items = useMemo(() => treeItems(nodes), [nodes]);
  const vmsAddress = detailsAddress('Provider', provider, 'virtual-machines');
  const showMore = (id: string) => setShown((before) => new Map(before).set(id, (before.get(id) ?? step) + step));
  return (
    <TreeView
      aria-label={t('Where the VMs are')}
      hasGuides
      data={treeData(items, '', { t, vmsAddress, shown, showMore })}
    />
  );
}

/** Where the machines of a provider are: by folder, or by what they run on; each place leads to its machines. */
export function ProviderTree({ provider }: { readonly provider: Named }) {
  const t = useT();
  const [params, setParams] = useAddressParams();
  const view: View = params.get('view') === 'hosts' ? 'hosts' : 'folders';
  const live = useLive(getInventoryTree, {
    params: { project: provider.namespace, name: provider.name, view },
    query: {},
  });
  const { data, problem, reload } = live;
  const choose = (wanted: View) =>
    setParams((now) => {
      const next = new URLSearchParams(now);
      next.set('view', wanted);
      return next;
    });
  return (
    <>
      <ToggleGroup aria-label={t('Kind of tree')} className="pf-v6-u-mb-md">
        {(['folders', 'hosts'] as const).map((one) => (
          <ToggleGroupItem
            key={one}
            text={t(views[one])}
            isSelected={view === one}
            onChange={() => {
              choose(one);
            }}
          />
        ))}
      </ToggleGroup>
      {data === undefined && problem === undefined && <Loading onRetry={reload} />}
      {data === undefined && problem !== undefined && (
        <ProblemState
          problem={problem}
          attempt={t('view the inventory of {{provider}}', { provider: provider.name })}
          onRetry={reload}
        />
      )}
      {data !== undefined && problem !== undefined && (
        <ProblemAlert problem={problem} title={t('The list could not be updated')} />
      )}
      {data?.nodes.length === 0 && (
        <EmptyState titleText={t('Nothing is there yet')} headingLevel="h2">
          <EmptyStateBody>{t('The user of the provider sees no datacenter.')}</EmptyStateBody>
        </EmptyState>
      )}
      {data !== undefined && data.nodes.length > 0 && <Tree key={view} provider={provider} nodes={data.nodes} />}
      {data !== undefined && data.more > 0 && (
        <Alert component="h2" isInline variant="info" title={t('The tree is too long to be shown whole')}>
          <Content component="p">
            {t('{{more}} places are left out. Queries over the VMs know them, too.', { more: formatNumber(data.more) })}
          </Content>
        </Alert>
      )}
    </>
  );
}
