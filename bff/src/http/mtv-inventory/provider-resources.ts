import type { ListRequest } from './list-request.ts';
import { openshiftView } from './openshift-view.ts';
import type { Permitted } from './permission.ts';
import { selfLink, type OpenView, type Resource } from './provider-view.ts';
import { vsphereView } from './vsphere-view.ts';

/** What is shown of providers, by their type; a source is one line. */
export const views: Readonly<Record<string, OpenView>> = { openshift: openshiftView, vsphere: vsphereView };

/** Types that clients expect in the list of all providers, whether anything collects them or not. */
export const providerTypes: readonly string[] = [
  'openshift',
  'vsphere',
  'ovirt',
  'openstack',
  'ova',
  'hyperv',
  'ec2',
  'nutanix',
];

/** The resource of one provider; its summary is told from detail 1 on. */
export async function providerResource({ provider, view }: Permitted, detail: number): Promise<Resource> {
  const { uid = '', resourceVersion = '', namespace = '', name } = provider.metadata;
  const { type } = provider.spec;
  const base = { uid, version: resourceVersion, namespace, name, selfLink: selfLink(type, uid), id: uid };
  return detail < 1 ? base : { ...base, type, object: provider, ...(await view.summary()) };
}

/** The page of providers of one type. */
export function providerList(
  permitted: readonly Permitted[],
  type: string,
  { name, limit, offset, detail }: ListRequest,
): Promise<readonly Resource[]> {
  const matching = permitted
    .filter(({ provider }) => provider.spec.type === type)
    .filter(({ provider }) => name === '' || provider.metadata.name === name);
  return Promise.all(matching.slice(offset, offset + limit).map((each) => providerResource(each, detail)));
}
