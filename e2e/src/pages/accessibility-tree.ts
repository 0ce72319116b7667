import type { Page } from '@playwright/test';

/** A node as assistive technology gets it from the browser. */
export interface AccessibleNode {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly level?: number;
  readonly children: readonly AccessibleNode[];
}

/** What the browser's own protocol says of a node, as far as it is used. */
interface RawNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly description?: { readonly value?: unknown };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly childIds?: readonly string[];
}

const text = (value: { readonly value?: unknown } | undefined): string =>
  typeof value?.value === 'string' ? value.value : '';

/** The page's accessibility tree as the browser computes it, from its root. */
export async function accessibilityTree(page: Page): Promise<AccessibleNode> {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: readonly RawNode[] };
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const childrenOf = (raw: RawNode): AccessibleNode[] =>
      (raw.childIds ?? []).flatMap((id) => {
        const child = byId.get(id);
        if (child === undefined) return [];
        return child.ignored ? childrenOf(child) : [nodeOf(child)];
      });
    const nodeOf = (raw: RawNode): AccessibleNode => {
      const level = raw.properties?.find(({ name }) => name === 'level')?.value.value;
      return {
        role: text(raw.role),
        name: text(raw.name),
        description: text(raw.description),
        ...(typeof level === 'number' ? { level } : {}),
        children: childrenOf(raw),
      };
    };
    const [root] = nodes;
    if (root === undefined) throw new Error('The page has no accessibility tree.');
    return nodeOf(root);
  } finally {
    await session.detach();
  }
}

/** The node and everything below it, in reading order. */
export function withDescendants(node: AccessibleNode): AccessibleNode[] {
  return [node, ...node.children.flatMap(withDescendants)];
}

const named: ReadonlySet<string> = new Set([
  ...['button', 'link', 'checkbox', 'radio', 'switch', 'textbox', 'searchbox', 'combobox', 'menuitem', 'tab', 'option'],
  ...['image', 'img', 'progressbar', 'region', 'table', 'grid', 'navigation', 'dialog', 'radiogroup'],
]);
const landmarks = ['banner', 'navigation', 'main'] as const;

const all = (nodes: readonly AccessibleNode[], ...roles: readonly string[]) =>
  nodes.filter(({ role }) => roles.includes(role));

function rowsWithoutHeader(table: AccessibleNode): string[] {
  return all(withDescendants(table), 'row')
    .map((row) => withDescendants(row))
    .filter((cells) => all(cells, 'cell', 'gridcell').length > 0 && all(cells, 'rowheader').length === 0)
    .map((cells) => `a row of “${table.name}” has no header: ${cells[0]?.name ?? ''}`);
}

/** What somebody who hears the page instead of seeing it would miss, one line each. */
export function hardToHear(root: AccessibleNode): string[] {
  const nodes = withDescendants(root);
  const titles = nodes.filter(({ role, level }) => role === 'heading' && level === 1);
  const navigations = all(nodes, 'navigation').map(({ name }) => name);
  return [
    ...landmarks.filter((role) => all(nodes, role).length === 0).map((role) => `no ${role}`),
    ...(titles.length === 1 ? [] : [`${titles.length} headings of level 1`]),
    ...(new Set(navigations).size === navigations.length ? [] : ['two navigations of one name']),
    // An icon, a dot or an arrow says nothing when it is read aloud.
    ...nodes
      .filter(({ role, name }) => named.has(role) && !/[\p{L}\p{N}]/u.test(name))
      .map(({ role, name }) => `a ${role} is named “${name}”`),
    ...all(nodes, 'table', 'grid').flatMap(rowsWithoutHeader),
  ];
}
