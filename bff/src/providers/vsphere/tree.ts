/** One object of the vCenter's tree. */
export interface TreeNode {
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
}

/** Deeper trees than this do not exist; it ends a loop of parents. */
const DEEPEST = 64;

/** The object and its ancestors, outermost first, without the root folder. */
function lineage(id: string, nodeOf: (id: string) => TreeNode | undefined): readonly TreeNode[] {
  const line: TreeNode[] = [];
  let node = nodeOf(id);
  while (node?.parent !== undefined && line.length < DEEPEST) {
    line.unshift(node);
    node = nodeOf(node.parent);
  }
  return line;
}

/** `/dc/vm/folder/name`, as the vCenter's own tools write it. */
export function pathOf(id: string, nodeOf: (id: string) => TreeNode | undefined): string {
  return lineage(id, nodeOf)
    .map(({ name }) => `/${name}`)
    .join('');
}

/**
 * `/dc/cluster/host`, as libvirt's URLs name a host: without the folder below the datacenter, and with a host that is
 * in no cluster named once.
 */
export function libvirtPath(id: string, nodeOf: (id: string) => TreeNode | undefined): string {
  const line = lineage(id, nodeOf);
  return line
    .filter(
      (node, index) =>
        line[index - 1]?.type !== 'Datacenter' &&
        !(node.type === 'ComputeResource' && line[index + 1]?.type === 'HostSystem'),
    )
    .map(({ name }) => `/${name}`)
    .join('');
}
