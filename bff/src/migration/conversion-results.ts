import { readBytes } from '../platform/body.ts';
import type { Send } from '../platform/wire.ts';

const limitBytes = 1024 * 1024;

/** Percent per disk, in the order of the disks, from the conversion pod's gauge `v2v_disk_transfers`. */
export function diskPercents(metrics: string): number[] {
  const byDisk = new Map<number, number>();
  for (const [, disk, percent] of metrics.matchAll(/^v2v_disk_transfers\{[^}]*disk_id="(\d+)"[^}]*\}\s+([\d.e+]+)/gm)) {
    byDisk.set(Number(disk), Number(percent));
  }
  return [...byDisk].toSorted(([one], [other]) => one - other).map(([, percent]) => percent);
}

export interface ConversionResults {
  readonly firmware?: 'bios' | 'uefi';
  readonly operatingSystem?: string;
  readonly warnings: readonly string[];
}

/** Where virt-v2v names the operating system: its KubeVirt YAML, libvirt XML. */
const osPatterns = [/libguestfs\.org\/osinfo["']?:\s*["']?([\w.+-]+)/, /os id=["'][^"']*?([\w.-]+\/[\w.-]+)["']/];
const uefiPatterns = [/^\s*efi:/m, /firmware=['"]efi['"]/, /firmware:\s*uefi/];
const biosPatterns = [/^\s*bios:/m, /firmware:\s*bios/];

/** From virt-v2v's description of the target and its list of warnings. */
export function parseResults(machine: string, warnings: string): ConversionResults {
  const operatingSystem = osPatterns.map((pattern) => pattern.exec(machine)?.[1]).find((found) => found !== undefined);
  const firmware = matches(uefiPatterns, machine) ? 'uefi' : matches(biosPatterns, machine) ? 'bios' : undefined;
  return {
    ...(firmware && { firmware }),
    ...(operatingSystem && { operatingSystem: operatingSystem.slice(0, 100) }),
    warnings: parseWarnings(warnings),
  };
}

function matches(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}

function parseWarnings(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    const list = Array.isArray(value) ? value : [];
    return list
      .slice(0, 20)
      .map((item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item)).slice(0, 300));
  } catch {
    return [];
  }
}

/** The body of a 200 from a pod, undefined while it does not answer so. */
export async function askPod(send: Send, url: string, method = 'GET'): Promise<string | undefined> {
  const signal = AbortSignal.timeout(10_000);
  try {
    const response = await send({ method, url, headers: {}, signal });
    const body = await readBytes(response.body, { limitBytes, signal });
    return response.status >= 200 && response.status < 300 ? body.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

export function podUrl(address: string, path: `:${number}/${string}`): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `http://${host}${path}`;
}
