import { namespaces } from '../api/kinds/core.ts';
import type { Resource } from '../api/resource.ts';
import { isForbidden, isNotFound } from '../kube/api-error.ts';
import type { Writer } from './writer.ts';

/** How people without rights to namespaces ask OpenShift for one of their own. */
const projectRequests: Resource = {
  group: 'project.openshift.io',
  version: 'v1',
  plural: 'projectrequests',
  kind: 'ProjectRequest',
  scope: 'Cluster',
};

/** Makes a project; elsewhere than on OpenShift that is a namespace. Throws where the name is taken. */
export async function createProject({ client }: Writer, name: string): Promise<void> {
  const metadata = { name };
  try {
    await client.create(projectRequests, { apiVersion: 'project.openshift.io/v1', kind: 'ProjectRequest', metadata });
  } catch (error) {
    if (!isNotFound(error) && !isForbidden(error)) throw error;
    await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata });
  }
}
