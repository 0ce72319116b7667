import { deleteHook, type HookRow } from '@gantry/bff/api/http/hooks.ts';
import { call } from '../../../shared/api/call.ts';
import { ConsequenceDialog } from '../../../shared/dialogs/consequence-dialog.tsx';
import { useT } from '../../../shared/i18n.ts';
import { toast } from '../../../shared/page/toasts.tsx';

interface DeleteHookDialogProps {
  readonly hook: HookRow;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteHookDialog({ hook, onClose, onDeleted }: DeleteHookDialogProps) {
  const t = useT();
  const { name, namespace } = hook;
  return (
    <ConsequenceDialog
      title={t('Delete hook {{name}}?', { name })}
      consequences={[t('No plan uses it.'), t('Runs that have begun keep what they began with.')]}
      confirm={t('Delete hook')}
      keep={t('Keep it')}
      tone="danger"
      onClose={onClose}
      run={async () => {
        await call(deleteHook, { params: { project: namespace, name }, query: {}, body: undefined });
        toast(t('Hook {{name}} is being deleted.', { name }));
        onClose();
        onDeleted?.();
      }}
    />
  );
}
