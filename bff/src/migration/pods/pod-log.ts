import type { Pod } from '../../api/kinds/core.ts';
import type { Client } from '../../kube/client.ts';

const tailLines = 20;
const limitBytes = 4096;

/** The last lines of a pod that failed, without what looks like a secret; empty where they cannot be had. */
export async function lastLines(client: Client, pod: Pod, hidden: readonly string[] = []): Promise<string> {
  const { name, namespace } = pod.metadata;
  const container = pod.spec.containers[0]?.name;
  try {
    const log = await client.podLog({ name, namespace }, { tailLines, limitBytes, ...(container && { container }) });
    return redact(log, hidden).slice(-limitBytes);
  } catch {
    return '';
  }
}

/** The last line that says something, for a sentence. */
export function lastWords(log: string): string {
  return log.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
}

export function redact(text: string, hidden: readonly string[]): string {
  const known = hidden
    .filter((secret) => secret.length > 3)
    .reduce((rest, secret) => rest.replaceAll(secret, '•••'), text);
  return known
    .replace(/((?:password|passwd|secret|token|authorization)["']?\s*[:=]\s*)\S+/gi, '$1•••')
    .replace(/(:\/\/[^\s:/@]+:)[^\s@/]+@/g, '$1•••@');
}
