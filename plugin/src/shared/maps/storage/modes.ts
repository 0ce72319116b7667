import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import type { Translate } from '../../i18n.ts';
import type { DraftRow } from '../map-draft.ts';
import type { StorageDestination, StorageRow, StorageTarget } from '../targets.ts';

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

/** Volumes of the class are made by hand: nobody but the user knows their modes. */
export function lacksModes(
  { storageClass, volumeMode, accessMode }: StorageDestination,
  offered: readonly StorageTarget[],
): boolean {
  const target = offered.find((one) => one.storageClass === storageClass);
  return target !== undefined && target.automatic === undefined && (!volumeMode || !accessMode);
}

/** What a destination comes to where it leaves modes open. */
export function modesOf(t: Translate, destination: StorageDestination, offered: readonly StorageTarget[]): Modes {
  if (lacksModes(destination, offered))
    return { text: t('Volumes of this class are made by hand: choose their modes.'), cost: '', isAssumed: true };
  const { storageClass, volumeMode, accessMode } = destination;
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

/** Says what a row of the form still needs. */
export function modesLack(t: Translate) {
  return ({ source, destination }: DraftRow<StorageRow>, { storageTargets }: MapProposals): string | undefined =>
    destination !== undefined && lacksModes(destination, storageTargets)
      ? t('Choose both modes for {{source}}.', { source: source.name })
      : undefined;
}
