import type { Translate } from '../../shared/i18n.ts';
import type { StorageDestination, StorageTarget } from '../../shared/maps/targets.ts';

export const volumeModes = ['Block', 'Filesystem'] as const;
export const accessModes = ['ReadWriteMany', 'ReadWriteOnce', 'ReadOnlyMany'] as const;

interface Modes {
  /** What volumes get, and whether their machines can move between nodes. */
  readonly text: string;
  /** Of what is automatic; the service's words. */
  readonly cost: string;
  /** Nobody knows what the class can do. */
  readonly isAssumed: boolean;
}

/** What a destination comes to where it leaves modes open. */
export function modesOf(
  t: Translate,
  { storageClass, volumeMode, accessMode }: StorageDestination,
  offered: readonly StorageTarget[],
): Modes {
  const known = offered.find((target) => target.storageClass === storageClass)?.automatic;
  const access = accessMode ?? known?.accessModes[0];
  const mode = volumeMode ?? known?.volumeMode;
  if (access === undefined || mode === undefined) return { text: '', cost: '', isAssumed: false };
  const blanks = { mode, access };
  const text =
    access === 'ReadWriteMany'
      ? t('{{mode}}, {{access}}: live migration possible.', blanks)
      : t('{{mode}}, {{access}}: no live migration.', blanks);
  const isAssumed = known?.decidedBy === 'Default' && accessMode === undefined;
  return { text, cost: isAssumed ? known.cost : '', isAssumed };
}
