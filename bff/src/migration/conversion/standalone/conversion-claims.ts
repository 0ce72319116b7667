import type { Conversion } from '../../../api/generated/conversion.ts';
import { persistentVolumeClaims, type PersistentVolumeClaim } from '../../../api/kinds/core.ts';
import type { KubeObject } from '../../../api/resource.ts';
import type { Client } from '../../../kube/client.ts';
import { userOf } from '../claim-users.ts';
import { markTouched, touchedAnnotation, touchedBy, unmarkTouched } from '../touched-claims.ts';
import { conversionLabel } from './standalone-pod.ts';

/**
 * Marks the claims that the pod is about to write to; answers why they cannot be converted, undefined once all are marked. Its own
 * mark is no reason: while no pod was made, an earlier turn has ended between the two.
 */
export async function markClaims(conversion: Conversion, client: Client): Promise<string | undefined> {
  if (conversion.spec.type === 'Inspection') return undefined;
  const { namespace, uid = '' } = conversion.metadata;
  const claims = await claimsOf(conversion, client);
  for (const [name, claim] of claims) {
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) return `claim ${name} is gone`;
    const by = touchedBy(claim);
    if (by !== undefined && by !== uid)
      return `claim ${name} has been converted before, perhaps in part (fill it anew, then take its annotation ${touchedAnnotation} off)`;
  }
  const isOwn = ({ metadata: { labels } }: KubeObject) => labels?.[conversionLabel] === uid;
  const user = await userOf({ client, namespace, claims: new Set(claims.keys()), isOwn });
  if (user !== undefined) return user;
  for (const claim of claims.values()) if (claim !== undefined) await markTouched({ client, run: { uid } }, claim);
  return undefined;
}

/** An earlier turn has marked all of them, and may have asked for the pod: it may still come of that request. */
export async function areMarked(conversion: Conversion, client: Client): Promise<boolean> {
  const claims = [...(await claimsOf(conversion, client)).values()];
  const isMarked = (claim?: PersistentVolumeClaim) =>
    claim !== undefined && touchedBy(claim) === conversion.metadata.uid;
  return claims.length > 0 && claims.every(isMarked);
}

/** Takes the marks of this Conversion back: only while its pod cannot be there. */
export async function unmarkClaims(conversion: Conversion, client: Client): Promise<void> {
  const { uid = '' } = conversion.metadata;
  for (const claim of (await claimsOf(conversion, client)).values())
    if (claim !== undefined) await unmarkTouched({ client, run: { uid } }, claim);
}

/** By name, in the order of the disks. */
async function claimsOf(
  { metadata: { namespace }, spec }: Conversion,
  client: Client,
): Promise<ReadonlyMap<string, PersistentVolumeClaim | undefined>> {
  const find = async (name: string) => {
    const key = { name, ...(namespace && { namespace }) };
    return [name, await client.find(persistentVolumeClaims, key)] as const;
  };
  return new Map(await Promise.all((spec.disks ?? []).map(({ name }) => find(name))));
}
