import { useState, type ReactNode } from 'react';
import type { NetworkMapDetails, StorageMapDetails } from '@gantry/bff/api/http/maps.ts';
import { problemFrom } from '../api/api-error.ts';
import { ChangedMeanwhileDialog } from '../dialogs/changed-meanwhile-dialog.tsx';
import { useT, type Translate } from '../i18n.ts';
import { toast } from '../page/toasts.tsx';
import { mapChanges } from './map-changes.ts';
import type { MapEntry } from './map-draft.ts';
import type { MapKind } from './map-kind.ts';

type Details = NetworkMapDetails | StorageMapDetails;
type DestinationOf<M extends Details> = M['rows'][number]['destination'];

const changedMeanwhile = 'changed-meanwhile';

/** What saves, of a form that was opened with `opened`. */
export interface OpenForm<M extends Details> {
  readonly opened: M;
  readonly save: (entries: MapEntry<DestinationOf<M>>[]) => Promise<void>;
  readonly leave: () => void;
}

interface MapEditProps<M extends Details> {
  readonly kind: MapKind;
  readonly map: M;
  readonly destinationText: (t: Translate, destination: DestinationOf<M>) => string;
  /** Writes over the version that was seen. */
  readonly write: (seen: M, entries: MapEntry<DestinationOf<M>>[]) => Promise<unknown>;
  readonly read: () => Promise<M>;
  readonly form: (open: OpenForm<M>) => ReactNode;
  /** Saved or given up. */
  readonly onLeave: () => void;
}

/** The form as it was when it was opened: news from the server never overwrites what is chosen. */
export function MapEdit<M extends Details>(props: MapEditProps<M>) {
  const { kind, map, destinationText, write, read, form, onLeave } = props;
  const t = useT();
  const [opened, setOpened] = useState(map);
  const [conflict, setConflict] = useState<{ readonly theirs: M; readonly mine: MapEntry<DestinationOf<M>>[] }>();
  const { name } = opened;
  const save = async (mine: MapEntry<DestinationOf<M>>[], seen: M) => {
    try {
      await write(seen, mine);
    } catch (error) {
      if (problemFrom(error).code !== changedMeanwhile) throw error;
      setConflict({ mine, theirs: await read() });
      return;
    }
    toast(t(kind.words.saved, { name }));
    onLeave();
  };
  const textOf = (destination: DestinationOf<M> | undefined) =>
    destination === undefined ? t('Not in the map') : destinationText(t, destination);
  return (
    <>
      {form({ opened, save: (entries) => save(entries, opened), leave: onLeave })}
      {conflict !== undefined && (
        <ChangedMeanwhileDialog
          name={name}
          changes={mapChanges<DestinationOf<M>>(
            { opened: opened.rows, theirs: conflict.theirs.rows, mine: conflict.mine },
            textOf,
          )}
          onApplyMine={() => save(conflict.mine, conflict.theirs)}
          onTakeTheirs={() => {
            setOpened(conflict.theirs);
            setConflict(undefined);
          }}
          onClose={() => setConflict(undefined)}
        />
      )}
    </>
  );
}
