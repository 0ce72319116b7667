import { ConsequenceDialog } from '../../../shared/dialogs/consequence-dialog.tsx';
import { useT } from '../../../shared/i18n.ts';
import type { WizardState } from './use-wizard.ts';

export function ChangeSourceDialog({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { wantedSource, general, draft, settleSource } = wizard;
  if (wantedSource === undefined) return null;
  return (
    <ConsequenceDialog
      title={t('Change the source?')}
      consequences={[t('{{count}} selected VMs and both maps are cleared.', { count: draft.vms.size })]}
      confirm={t('Change to {{name}}', { name: wantedSource.name })}
      keep={t('Keep {{name}}', { name: general.source?.name ?? '' })}
      tone="danger"
      run={async () => {
        settleSource('change');
      }}
      onClose={() => {
        settleSource('keep');
      }}
    />
  );
}
