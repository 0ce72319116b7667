import type { ConnectionReport } from '../driver.ts';
import type { VsphereClient } from './client.ts';
import { element, reference } from './soap.ts';

/** What each feature needs at the root folder. */
const needed: readonly { readonly feature: string; readonly privileges: readonly string[] }[] = [
  { feature: 'inventory', privileges: ['System.View', 'System.Read'] },
  { feature: 'power', privileges: ['VirtualMachine.Interact.PowerOn', 'VirtualMachine.Interact.PowerOff'] },
  {
    feature: 'copy',
    privileges: [
      'VirtualMachine.Provisioning.DiskRandomRead',
      'VirtualMachine.Provisioning.GetVmFiles',
      'Datastore.Browse',
      'Datastore.FileManagement',
    ],
  },
  { feature: 'snapshots', privileges: ['VirtualMachine.State.CreateSnapshot', 'VirtualMachine.State.RemoveSnapshot'] },
  // Snapshots and this together are what copying of running machines needs.
  { feature: 'changed blocks', privileges: ['VirtualMachine.Config.ChangeTracking'] },
];

/** Asks the vCenter what the user may do; an ESXi host has no such register. */
export async function missingPrivileges(
  client: VsphereClient,
  signal?: AbortSignal,
): Promise<ConnectionReport['missingPrivileges']> {
  const content = await client.content(signal);
  if (content.kind === 'esxi') return [];
  const all = needed.flatMap(({ feature, privileges }) => privileges.map((privilege) => ({ feature, privilege })));
  const granted = await client.call({
    method: 'HasPrivilegeOnEntity',
    target: content.authorizationManager,
    parameters: [
      reference('entity', content.rootFolder),
      element('sessionId', await client.sessionKey(signal)),
      ...all.map(({ privilege }) => element('privId', privilege)),
    ],
    ...(signal && { signal }),
  });
  return all.filter((_each, index) => granted[index]?.text.trim() !== 'true');
}
