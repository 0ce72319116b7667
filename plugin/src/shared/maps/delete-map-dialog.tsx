import type { MapRow } from '@gantry/bff/api/http/maps.ts';
import { call } from '../api/call.ts';
import { ConsequenceDialog } from '../dialogs/consequence-dialog.tsx';
import { useT } from '../i18n.ts';
import { toast } from '../page/toasts.tsx';
import type { MapKind } from './map-kind.ts';

interface DeleteMapDialogProps {
  readonly kind: MapKind;
  readonly map: Pick<MapRow, 'namespace' | 'name'>;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteMapDialog({ kind, map, onClose, onDeleted }: DeleteMapDialogProps) {
  const t = useT();
  const { name, namespace } = map;
  return (
    <ConsequenceDialog
      title={t(kind.words.askDelete, { name })}
      consequences={[t('Nothing changes at the source.'), t('Nothing changes at machines that were migrated with it.')]}
      confirm={t(kind.words.delete)}
      keep={t('Keep it')}
      tone="danger"
      onClose={onClose}
      run={async () => {
        await call(kind.remove, { params: { project: namespace, name }, query: {}, body: undefined });
        toast(t(kind.words.deleted, { name }));
        onClose();
        onDeleted?.();
      }}
    />
  );
}
