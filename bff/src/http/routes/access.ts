import { namespaces } from '../../api/kinds/core.ts';
import type { Resource } from '../../api/resource.ts';
import { ForbiddenError } from '../../platform/errors.ts';
import { isForbidden, isNotFound } from '../../kube/api-error.ts';
import { createProject } from '../../writers/create-project.ts';
import type { Caller } from '../caller.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';

/** OpenShift's view of namespaces: each user sees their own. */
const projects: Resource = {
  group: 'project.openshift.io',
  version: 'v1',
  plural: 'projects',
  kind: 'Project',
  scope: 'Cluster',
};

const systemProject = /^(kube-|openshift-|openshift$|default$)/;

async function projectNames(caller: Caller, service: RouteContext['cluster']): Promise<string[]> {
  try {
    return (await caller.client.list(namespaces)).items.map(({ metadata }) => metadata.name);
  } catch (error) {
    if (!isForbidden(error) && !(error instanceof ForbiddenError)) throw error;
  }
  try {
    return (await caller.client.list(projects)).items.map(({ metadata }) => metadata.name);
  } catch (error) {
    if (!isNotFound(error) && !isForbidden(error)) throw error;
  }
  // Plain Kubernetes has no list of one's own namespaces: those in which the caller may read plans count as theirs.
  const all = (await service.client.list(namespaces)).items.map(({ metadata }) => metadata.name);
  const mine = await Promise.all(
    all.map((namespace) => caller.may({ verb: 'list', group: 'forklift.konveyor.io', resource: 'plans', namespace })),
  );
  return all.filter((_, index) => mine[index]);
}

type AccessRoutes = Pick<Routes, 'me' | 'listProjects' | 'createProject' | 'reviewAccess' | 'openLive'>;

export function accessRoutes({ cluster, config, tickets, version }: RouteContext): AccessRoutes {
  return {
    me: ({ caller }) =>
      Promise.resolve({
        user: caller.user,
        groups: [...caller.groups],
        serviceProject: config.serviceNamespace,
        version,
      }),
    listProjects: async ({ caller }) => {
      const names = await projectNames(caller, cluster);
      return { projects: names.sort().map((name) => ({ name, system: systemProject.test(name) })) };
    },
    createProject: async ({ caller, body }) => {
      await createProject(caller, body.name);
      return { name: body.name };
    },
    reviewAccess: async ({ caller, body }) => ({
      allowed: await Promise.all(body.checks.map((check) => caller.may(check))),
    }),
    openLive: ({ caller }) =>
      Promise.resolve({ ticket: tickets.issue(caller), expiresInSeconds: tickets.expiresInSeconds }),
  };
}
