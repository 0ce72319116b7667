import { expect, it } from 'vitest';
import { sourceTrees, type TreeItems } from './source-tree.ts';

const ref = (id: string) => ({ kind: 'Any', id });
const items: TreeItems = {
  datacenters: [{ id: 'dc-1', name: 'Munich', path: '/Munich', vms: ref('f-vm'), clusters: ref('f-host') }],
  folders: [
    { id: 'f-vm', name: 'vm', children: [ref('f-prod'), ref('f-a'), ref('vm-9')] },
    { id: 'f-prod', name: 'prod (1)', path: '/Munich/vm/prod (1)', children: [ref('f-web')] },
    { id: 'f-web', name: 'web', path: '/Munich/vm/prod (1)/web', children: [ref('f-prod'), ref('vm-1')] },
    { id: 'f-a', name: 'a', path: `/${'long '.repeat(40)}` },
    { id: 'f-host', name: 'host', children: [ref('c-1')] },
  ],
  clusters: [{ id: 'c-1', name: 'prod "1"', hosts: [ref('h-2'), ref('h-1')] }],
  hosts: [
    { id: 'h-1', name: 'esx-2' },
    { id: 'h-2', name: 'esx-10' },
  ],
  machines: [
    { id: 'vm-1', parent: ref('f-web'), host: 'h-1' },
    { id: 'vm-2', parent: ref('f-prod'), host: 'h-1' },
    { id: 'vm-3', parent: ref('f-vm'), host: 'h-2' },
    { id: 'vm-4' },
  ],
};
const shown = (view: 'folders' | 'hosts') =>
  sourceTrees(items)[view].map(({ parent = '', kind, name, vms }) => [parent, kind, name, vms]);

it('has folders by name with all machines below them, and follows no circle', () => {
  expect(shown('folders')).toEqual([
    ['', 'Datacenter', 'Munich', 3],
    ['dc-1', 'Folder', 'a', 0],
    ['dc-1', 'Folder', 'prod (1)', 2],
    ['f-prod', 'Folder', 'web', 1],
  ]);
});

it('has clusters and their hosts', () => {
  expect(shown('hosts')).toEqual([
    ['', 'Datacenter', 'Munich', 3],
    ['dc-1', 'Cluster', 'prod "1"', 3],
    ['c-1', 'Host', 'esx-2', 2],
    ['c-1', 'Host', 'esx-10', 1],
  ]);
});

it('says by which query the machines of a place are found', () => {
  const { folders, hosts } = sourceTrees(items);
  const queries = [...folders, ...hosts].map(({ query }) => query);
  expect(queries).toContain('folder ~ /^\\/Munich\\/vm\\/prod \\(1\\)\\/web(\\/|$)/');
  expect(queries).toContain('folder ~ /^\\/Munich(\\/|$)/ and cluster = "prod \\"1\\""');
  expect(queries).toContain('folder ~ /^\\/Munich(\\/|$)/ and host = "esx-2"');
  const long = `/${'long '.repeat(40)}`;
  expect(queries).toContain(`(folder = "${long}" or folder ~ "${long}/")`);
});
