import { useLocation } from 'react-router';

const pageKinds = ['Hook', 'Plan', 'Provider', 'NetworkMap', 'StorageMap'] as const;
export type PageKind = (typeof pageKinds)[number];

/** Has the kind pages of ours? */
export function isPageKind(kind: string): kind is PageKind {
  return pageKinds.some((one) => one === kind);
}

const reference = (kind: PageKind) => `forklift.konveyor.io~v1beta1~${kind}`;
const projectPart = (project: string | undefined) => (project === undefined ? 'all-namespaces' : `ns/${project}`);

export function listAddress(kind: PageKind, project?: string): string {
  return `/k8s/${projectPart(project)}/${reference(kind)}`;
}

export function createAddress(kind: PageKind, project: string, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `/k8s/ns/${project}/${reference(kind)}/~new${search === '' ? '' : `?${search}`}`;
}

export interface Named {
  readonly namespace: string;
  readonly name: string;
}

export function detailsAddress(kind: PageKind, { namespace, name }: Named, tab?: string): string {
  return `/k8s/ns/${namespace}/${reference(kind)}/${name}${tab === undefined ? '' : `/${tab}`}`;
}

export function overviewAddress(project?: string): string {
  return `/gantry/overview/${projectPart(project)}`;
}

/** The console's own page of a virtual machine. */
export function virtualMachineAddress({ namespace, name }: Named): string {
  return `/k8s/ns/${namespace}/kubevirt.io~v1~VirtualMachine/${name}`;
}

export interface Address {
  /** Absent in the all-projects view. */
  readonly project?: string;
  readonly name?: string;
  readonly tab?: string;
}

/** Project, object and tab of a page's path, whatever the router above calls its parameters. */
export function parseAddress(pathname: string): Address {
  const [, project, name, tab] =
    /\/k8s\/(?:all-namespaces|ns\/([^/]+))\/[^/]+(?:\/([^/]+)(?:\/([^/]+))?)?/.exec(pathname) ??
    /\/gantry\/[^/]+\/ns\/([^/]+)/.exec(pathname) ??
    [];
  return { project, name, tab };
}

/** The same list, or form to create, in another project. */
export function inProject(pathname: string, project: string): string {
  const [, kind = '', create = ''] = /\/k8s\/(?:all-namespaces|ns\/[^/]+)\/([^/]+)(\/~new$)?/.exec(pathname) ?? [];
  return `/k8s/ns/${project}/${kind}${create}`;
}

export function useAddress(): Address {
  return parseAddress(useLocation().pathname);
}
