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

/** From virt-v2v's description of the target (YAML or libvirt XML) and its list of warnings. */
export function parseResults(machine: string, warnings: string): ConversionResults {
  const operatingSystem = /(?:osinfo\/|osinfo:\s*"?|libosinfo\/)([\w.+-]+)|os id="[^"]*\/([\w.-]+)"/.exec(machine);
  const uefi = /firmware:\s*\n?\s*(?:type:\s*)?"?uefi|firmware=['"]efi|<loader/i.test(machine);
  const bios = /firmware:\s*\n?\s*(?:type:\s*)?"?bios/i.test(machine);
  return {
    ...((uefi || bios) && { firmware: uefi ? 'uefi' : 'bios' }),
    ...(operatingSystem && { operatingSystem: (operatingSystem[1] ?? operatingSystem[2] ?? '').slice(0, 100) }),
    warnings: parseWarnings(warnings),
  };
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
