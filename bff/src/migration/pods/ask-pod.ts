import { keyOf } from '../../api/resource.ts';
import type { Pod } from '../../api/kinds/core.ts';
import { ApiError, isForbidden } from '../../kube/api-error.ts';
import type { PodQuestion } from '../../kube/client.ts';
import { readBytes } from '../../platform/body.ts';
import type { Send } from '../../platform/wire.ts';
import type { MachineScope } from '../scope.ts';

export type Question = Omit<PodQuestion, 'limitBytes'>;

const limitBytes = 1024 * 1024;
const timeoutMs = 10_000;

/**
 * The body of a 2xx answer of a pod, undefined while it does not answer so. The network of another cluster's pods is
 * not ours: they are asked through its API server. Throws `ApiError` where that does not allow it.
 */
export function askPod(scope: MachineScope, pod: Pod, question: Question): Promise<string | undefined> {
  if (scope.resolved.target.provider !== undefined) return askThroughServer(scope, pod, question);
  const address = pod.status?.podIP;
  return address ? askAt(scope.pods, address, question) : Promise.resolve(undefined);
}

async function askThroughServer({ client }: MachineScope, pod: Pod, question: Question): Promise<string | undefined> {
  try {
    return await client.askPod(keyOf(pod), { ...question, limitBytes });
  } catch (error) {
    if (!(error instanceof ApiError) || isForbidden(error)) throw error;
    return undefined;
  }
}

async function askAt(send: Send, address: string, { method, port, path }: Question): Promise<string | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  const host = address.includes(':') ? `[${address}]` : address;
  try {
    const response = await send({ method, url: `http://${host}:${port}${path}`, headers: {}, signal });
    const body = await readBytes(response.body, { limitBytes, signal });
    return response.status >= 200 && response.status < 300 ? body.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}
