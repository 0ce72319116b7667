import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  rightsOfService,
  rolesOfPeople,
  type RbacObject,
  type RightsList,
  type RightsRule,
} from '@gantry/sandbox/rights.ts';
import { parse } from 'yaml';
import type { Cluster } from '../helm/cluster.ts';
import { resourceName } from './audit-log.ts';

const file = join(import.meta.dirname, '../../../charts/gantry/files/rights.yaml');

/** The chart's own list. */
export const chartRights = parse(readFileSync(file, 'utf8')) as RightsList;

export async function applyRbac(cluster: Cluster, objects: readonly RbacObject[]): Promise<void> {
  for (const object of objects) {
    const { namespace } = object.metadata;
    const place = namespace === undefined ? '' : `/namespaces/${namespace}`;
    await cluster.post(`/apis/${object.apiVersion}${place}/${object.kind.toLowerCase()}s`, object);
  }
}

/** The chart's roles for people, the service's account with no rights but those of the list, and a token of it. */
export async function grantAsChart(cluster: Cluster, namespace: string, rights = chartRights): Promise<string> {
  await applyRbac(cluster, rolesOfPeople(rights));
  return accountWith(cluster, { name: 'gantry', namespace }, rights);
}

/** A token of a new account with these rights. */
export async function accountWith(
  cluster: Cluster,
  account: { readonly name: string; readonly namespace: string },
  rights: RightsList,
): Promise<string> {
  const accounts = `/api/v1/namespaces/${account.namespace}/serviceaccounts`;
  await cluster.post(accounts, { metadata: { name: account.name } });
  await applyRbac(cluster, rightsOfService(rights, account));
  const { status } = await cluster.post<{ status: { token: string } }>(`${accounts}/${account.name}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 3600 },
  });
  return status.token;
}

/** A right as people say it, such as `patch plans/status.forklift.konveyor.io`, and the parts that are granted it. */
export function grantedRights({ cluster, own }: RightsList): Map<string, string[]> {
  const granted = new Map<string, string[]>();
  const parts = [...Object.entries(cluster), ...Object.entries(own)];
  for (const [part, rules] of parts)
    for (const right of rules.flatMap(rightsOf)) granted.set(right, [...(granted.get(right) ?? []), part]);
  return granted;
}

function rightsOf({ groups, resources, verbs }: RightsRule): string[] {
  return groups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resourceName({ resource, group })}`)),
  );
}
