import type { SourceMachine } from '../../machine/source-machine.ts';

/** Preferences of KubeVirt's common set by the source's id of the guest; the first pattern that fits counts. */
const byGuest: readonly (readonly [RegExp, string])[] = [
  [/^rhel(\d+)/i, 'rhel.$1'],
  [/^centos([89]|\d\d)_/i, 'centos.stream$1'],
  [/^centos7/i, 'centos.7'],
  [/^ubuntu/i, 'ubuntu'],
  [/^debian/i, 'debian'],
  [/^fedora/i, 'fedora'],
  [/^opensuse/i, 'opensuse.leap'],
  [/^(sles|suse)/i, 'sles'],
  // vSphere names a server by the release before it.
  [/^windows2022srvNext/i, 'windows.2k25'],
  [/^windows2019srvNext/i, 'windows.2k22'],
  [/^windows2019srv/i, 'windows.2k19'],
  [/^windows9Server/i, 'windows.2k16'],
  [/^windows8Server/i, 'windows.2k12'],
  [/^(windows7Server|winLonghorn)/i, 'windows.2k8'],
  [/^windows1([12])_/i, 'windows.1$1'],
  [/^windows9/i, 'windows.10'],
  [/^windows([78])/i, 'windows.$1'],
];

/** Name of the preference that suits the guest, undefined where none is known to. */
export function preferenceName({ id, family }: SourceMachine['guest']): string | undefined {
  for (const [pattern, name] of byGuest) {
    const match = pattern.exec(id);
    if (match !== null) return name.replace('$1', match[1] ?? '');
  }
  return family === 'linux' ? 'linux' : undefined;
}
