import { persistentVolumeClaims, type PersistentVolumeClaim } from '../../api/kinds/core.ts';
import { keyOf } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';

/** Who marks, by its UID. */
interface Marker {
  readonly client: Client;
  readonly run: { readonly uid: string };
}

/**
 * On claims that are converted where they are: by which run. Written before its pod is made, since a conversion that
 * ends early leaves them half written: nothing converts such a claim again (ADR 9).
 */
export const touchedAnnotation = 'gantry.dev/converted-by';

/** What began to convert a claim, undefined while nothing has. */
export function touchedBy({ metadata }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.[touchedAnnotation];
}

export async function markTouched({ client, run }: Marker, claim: PersistentVolumeClaim): Promise<void> {
  if (touchedBy(claim) === run.uid) return;
  const { resourceVersion } = claim.metadata;
  const annotations = { [touchedAnnotation]: run.uid };
  await client.mergePatch(persistentVolumeClaims, keyOf(claim), { metadata: { resourceVersion, annotations } });
}

/** Takes the mark of this run back; another's stays. */
export async function unmarkTouched({ client, run }: Marker, claim: PersistentVolumeClaim): Promise<void> {
  if (touchedBy(claim) !== run.uid) return;
  const { resourceVersion } = claim.metadata;
  const metadata = { resourceVersion, annotations: { [touchedAnnotation]: null } };
  await client.mergePatch(persistentVolumeClaims, keyOf(claim), { metadata });
}
