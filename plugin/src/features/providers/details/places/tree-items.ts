import type { TreeNode } from '@gantry/bff/api/http/inventory-places.ts';

/** A place with what is below it. */
export interface TreeItem {
  readonly node: TreeNode;
  readonly children: readonly TreeItem[];
}

/** Nested as parents say; parents stand before their children. */
export function treeItems(nodes: readonly TreeNode[]): readonly TreeItem[] {
  const roots: TreeItem[] = [];
  const childrenOf = new Map<string, TreeItem[]>();
  for (const node of nodes) {
    const children: TreeItem[] = [];
    childrenOf.set(node.id, children);
    const siblings = node.parent === undefined ? roots : (childrenOf.get(node.parent) ?? roots);
    siblings.push({ node, children });
  }
  return roots;
}
