import { forgetHostNetworks } from '@gantry/bff/api/http/host-networks.ts';
import type { InventoryHostRow } from '@gantry/bff/api/http/inventory-places.ts';
import type { Named } from '../../../../shared/address.ts';
import { call } from '../../../../shared/api/call.ts';
import { ConsequenceDialog } from '../../../../shared/dialogs/consequence-dialog.tsx';
import { useT } from '../../../../shared/i18n.ts';
import { toast } from '../../../../shared/page/toasts.tsx';

interface ForgetNetworksDialogProps {
  readonly provider: Named;
  readonly hosts: readonly InventoryHostRow[];
  readonly onClose: () => void;
  readonly onForgotten: () => void;
}

export function ForgetNetworksDialog({ provider, hosts, onClose, onForgotten }: ForgetNetworksDialogProps) {
  const t = useT();
  const count = hosts.length;
  const params = { project: provider.namespace, name: provider.name };
  return (
    <ConsequenceDialog
      title={t('Use the vCenter again for {{count}} hosts?', { count })}
      consequences={[
        t('Later runs read the disks of VMs there through the vCenter.'),
        t('Runs that read past it already go on doing so until they end.'),
        t('The stored passwords of the hosts are deleted, if Gantry made them.'),
      ]}
      confirm={t('Use the vCenter again')}
      keep={t('Keep the addresses')}
      tone="primary"
      onClose={onClose}
      run={async () => {
        await call(forgetHostNetworks, { params, query: {}, body: { hosts: hosts.map(({ id }) => id) } });
        toast(t('{{count}} hosts are read through the vCenter again.', { count }));
        onForgotten();
      }}
    />
  );
}
