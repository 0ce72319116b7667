import { expect, test } from 'vitest';
import type { TreeNode } from '@gantry/bff/api/http/inventory-places.ts';
import { treeItems, type TreeItem } from './tree-items.ts';

const node = (id: string, parent?: string): TreeNode => ({
  ...{ id, kind: 'Folder', name: id, vms: 0, query: '' },
  ...(parent !== undefined && { parent }),
});
const shown = (items: readonly TreeItem[]): unknown[] =>
  items.map(({ node: { id }, children }) => (children.length === 0 ? id : [id, shown(children)]));

test('places are nested as their parents say', () => {
  const nodes = [node('dc'), node('a', 'dc'), node('a-1', 'a'), node('b', 'dc'), node('dc-2')];
  expect(shown(treeItems(nodes))).toEqual([['dc', [['a', ['a-1']], 'b']], 'dc-2']);
});

test('what lost its parent is still there', () => {
  expect(shown(treeItems([node('dc'), node('x', 'left-out')]))).toEqual(['dc', 'x']);
});
