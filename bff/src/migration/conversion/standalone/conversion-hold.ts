import { conversions, type Conversion } from '../../../api/generated/conversion.ts';
import { pods } from '../../../api/kinds/core.ts';
import { keyOf } from '../../../api/resource.ts';
import type { Client } from '../../../kube/client.ts';
import { seenFinalizer } from '../../labels.ts';
import { release } from '../../target/target-objects.ts';
import { standalonePodKey } from './standalone-pod.ts';

/** A Conversion that may have a pod stays until the end of that was seen: without it, nobody would let the pod go. */
export async function holdConversion(client: Client, conversion: Conversion): Promise<Conversion> {
  const { uid, resourceVersion, finalizers = [] } = conversion.metadata;
  if (conversion.status?.stage === undefined || finalizers.includes(seenFinalizer)) return conversion;
  const metadata = { uid, resourceVersion, finalizers: [...finalizers, seenFinalizer] };
  return client.mergePatch(conversions, keyOf(conversion), { metadata });
}

/** Its end is on record, or nobody waits for it any more. */
export async function letConversionGo(client: Client, conversion: Conversion): Promise<void> {
  if (conversion.metadata.finalizers?.includes(seenFinalizer) !== true) return;
  const pod = await client.find(pods, standalonePodKey(conversion));
  if (pod !== undefined) await release(client, pods, pod);
  await release(client, conversions, conversion);
}
