import { parse } from 'yaml';
import { z } from 'zod';

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

const osLabel = 'libguestfs.org/osinfo';

const labelled = z.object({ metadata: z.object({ labels: z.object({ [osLabel]: z.string() }) }) });

const bootable = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        domain: z.object({ firmware: z.object({ bootloader: z.record(z.string(), z.unknown()) }) }),
      }),
    }),
  }),
});

/** From the VirtualMachine that virt-v2v writes and from its list of warnings; what cannot be read is left out. */
export function parseResults(machineYaml: string, warnings: string): ConversionResults {
  const machine = parseYaml(machineYaml);
  const operatingSystem = labelled.safeParse(machine).data?.metadata.labels[osLabel];
  const firmware = firmwareOf(machine);
  return {
    ...(firmware && { firmware }),
    ...(operatingSystem && { operatingSystem: operatingSystem.slice(0, 100) }),
    warnings: parseWarnings(warnings),
  };
}

function firmwareOf(machine: unknown): ConversionResults['firmware'] {
  const bootloader = bootable.safeParse(machine).data?.spec.template.spec.domain.firmware.bootloader ?? {};
  if ('efi' in bootloader) return 'uefi';
  return 'bios' in bootloader ? 'bios' : undefined;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'silent' });
  } catch {
    return undefined;
  }
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
