import { deleteProvider } from '@gantry/bff/api/http/providers.ts';
import { call } from '../../../shared/api/call.ts';
import { ConsequenceDialog } from '../../../shared/dialogs/consequence-dialog.tsx';
import { useT } from '../../../shared/i18n.ts';
import { toast } from '../../../shared/page/toasts.tsx';
import type { ProviderRow } from '../../../shared/providers/provider.ts';

interface DeleteProviderDialogProps {
  readonly provider: ProviderRow;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteProviderDialog({ provider, onClose, onDeleted }: DeleteProviderDialogProps) {
  const t = useT();
  const { name, namespace, plans } = provider;
  return (
    <ConsequenceDialog
      title={t('Delete provider {{name}}?', { name })}
      consequences={[
        t('Nothing changes at the source.'),
        ...(plans > 0 ? [t('{{count}} plans become not ready.', { count: plans })] : []),
        t('Its secret is deleted too, if Gantry made it.'),
      ]}
      confirm={t('Delete provider')}
      keep={t('Keep it')}
      tone="danger"
      onClose={onClose}
      run={async () => {
        await call(deleteProvider, { params: { project: namespace, name }, query: {}, body: undefined });
        toast(t('Provider {{name}} is being deleted.', { name }));
        onClose();
        onDeleted?.();
      }}
    />
  );
}
