import type { statementCodes } from '@gantry/bff/api/http/message-codes.ts';
import { key } from '../i18n.ts';
import { untouched, type CatalogEntry } from './entry.ts';

/** What pages say of plans, providers, proposals and connection tests. */
export const statements = {
  address: { what: key('{{address}}') },
  'archived-already': { what: key('The plan is archived.') },
  'certificate-changed': {
    what: key('The server shows another certificate ({{sha256}}) than the one that was confirmed.'),
    source: key('Not touched; new copies wait.'),
    advice: key('If it was renewed, compare and trust it. If not, find out who answers.'),
  },
  'certificate-not-verified': {
    what: key('The certificate is not verified.'),
    advice: key('Anyone between this cluster and the server can read the password and change disk data.'),
  },
  'cancel-snapshots': { what: key('Snapshots that Gantry took of them are removed at the source.') },
  'pause-warm': {
    what: key(
      'No further copy is made and no cutover begins, not even one that is due. Snapshots at the source stay, and grow until the plan goes on.',
    ),
  },
  'cutover-sources-forced': { what: key('A guest that does not shut down in time is powered off.') },
  'cutover-sources-guest': {
    what: key('A guest that does not shut down in time is not forced: its VM goes on running and counts as failed.'),
  },
  'hook-Checking': { what: key('Is being checked.') },
  'hook-Deleting': { what: key('Is being deleted.') },
  'hook-Ready': { what: key('Can be used.') },
  'map-Checking': { what: key('Its ends are being looked up.') },
  'map-Deleting': { what: key('Is being deleted.') },
  'map-Ready': { what: key('Can be used.') },
  'overview-failed': { what: key('{{vms}} failed; the run goes on.') },
  'overview-snapshots': {
    what: key('Snapshots of Gantry are left at the source.'),
    advice: key('Remove them at the source before using that VM again.'),
  },
  'permission-needed': { what: key('You need permission to {{what}} in project {{project}}.') },
  'plan-Archived': { what: [key('Archived {{since}}. Results are kept.'), key('Archived. Results are kept.')] },
  'plan-Archived-by': {
    what: [key('Archived {{since}} by {{user}}. Results are kept.'), key('Archived by {{user}}. Results are kept.')],
  },
  'plan-Archiving': { what: key('Removing temporary objects.') },
  'plan-Canceled': { what: key('Canceled. No VM was migrated.') },
  'plan-Canceled-by': { what: key('Canceled by {{user}}. No VM was migrated.') },
  'plan-CutoverDue': {
    what: [key('Cutover due since {{at}}: {{vms}} not begun. {{reason}}'), key('Cutover due since {{at}}.')],
  },
  'plan-CutoverScheduled': {
    what: key('Cutover {{at}}: {{vms}}. {{ready}} of {{total}} ready. Sources run.'),
  },
  'plan-Deleting': { what: key('Removing temporary objects.') },
  'plan-Queued': { what: key('No VM can start: {{reason}}') },
  'plan-Ready': { what: key('Can start.') },
  'plan-SourceNotPoweredOn': {
    what: key('{{vm}} is still off at the source; it was on before.'),
    source: key('Off. It was on before.'),
    advice: key('Power it on at the source. Gantry tries again every minute.'),
  },
  'plan-StartScheduled': { what: [key('Starts {{at}}: {{vms}}.'), key('Starts at a time that was set.')] },
  'plan-WaitingForCutover': {
    what: [
      key('{{ready}} of {{total}} copied, {{failed}} failed; next copy {{next}}. Sources run.'),
      key('{{ready}} of {{total}} copied, {{failed}} failed. Sources run.'),
      key('{{ready}} of {{total}} copied; next copy {{next}}. Sources run.'),
      key('{{ready}} of {{total}} copied. Sources run.'),
    ],
  },
  'plan-finished': { what: key('Every VM has been migrated.') },
  'plan-not-ready': { what: key('{{reason}}') },
  'privilege-missing': {
    what: key('Rights are missing: {{missing}}.'),
    source: untouched,
    advice: key('Grant them to the user at the root folder.'),
  },
  'proposal-default': { what: key('Default class of the cluster.') },
  'proposal-default-vms': { what: key('Default class for VMs.') },
  'proposal-no-room': { what: key('{{storageClass}} has {{free}} left; {{needed}} are needed.') },
  'proposal-none-network': { what: key('No attachment matches.') },
  'proposal-none-storage': { what: key('No class matches and there is no default.') },
  'proposal-only-attachment': { what: key('The only attachment of the project.') },
  'proposal-only-class': { what: key('The only storage class.') },
  'proposal-other-vlan': { what: key('No attachment carries VLAN {{vlan}}.') },
  'proposal-pod': { what: key('The project has no network attachment; VMs get the pod network.') },
  'proposal-pod-taken': {
    what: key('The project has no network attachment, and a VM has another NIC on the pod network.'),
  },
  'proposal-same-name': { what: key('Same name.') },
  'proposal-same-vlan': { what: key('Same VLAN ({{vlan}}).') },
  'proposal-tag': { what: key('Named like a tag of the source.') },
  'proposal-vlan-in-name': { what: key('Its name says VLAN {{vlan}}.') },
  'provider-CertificateChanged': {
    what: key('The server shows another certificate since {{since}}.'),
    source: key('Not touched; new copies wait.'),
    advice: key('If it was renewed, compare and trust it. If not, find out who answers.'),
  },
  'provider-Connecting': { what: key('Testing the connection.') },
  'provider-Deleting': { what: key('Is being deleted.') },
  'provider-Deleting-held': { what: key('Goes when the running plan {{plan}} has ended.') },
  'provider-NotValid': { what: key('{{message}}'), source: untouched, advice: key('Edit the provider.') },
  'provider-ReadingInventory': { what: key('{{vms}} so far.') },
  'provider-Ready': { what: [key('{{vms}}, read {{age}} ago.'), key('{{vms}} in the inventory.')] },
  'provider-Ready-cluster': { what: key('{{message}}') },
  'provider-ReadyNotVerified': {
    what: key('The certificate is not checked.'),
    source: untouched,
    advice: key('Edit the provider and trust its certificate.'),
  },
  'provider-ReadyRightsMissing': {
    what: [key('Rights are missing for: {{features}}.'), key('Rights are missing.')],
    source: untouched,
    advice: key('Give the user the rights that are listed in the details of the provider.'),
  },
  'provider-SignInFailed': {
    what: key('Wrong user or password.'),
    source: untouched,
    advice: key('Replace the credentials.'),
  },
  'provider-SignInFailed-stopped': {
    what: key('Wrong user or password. Gantry stopped trying.'),
    source: untouched,
    advice: key('Replace the credentials. More attempts could lock the account.'),
  },
  'provider-Unreachable': {
    what: [
      key('No answer since {{since}}; trying every 30 s. Inventory as of {{read}}.'),
      key('No answer since {{since}}; trying every 30 s.'),
      key('{{message}}'),
    ],
    source: untouched,
    advice: key('Check network and DNS from the cluster.'),
  },
  queued: { what: key('{{reason}}') },
  'run-active': { what: key('Cancel the run first.') },
  'signed-in': { what: [key('{{product}}'), key('Signed in.')] },
  'start-failure': {
    what: key('A VM that fails or is canceled before its target exists is powered on again at the source.'),
  },
  'start-warm': {
    what: key(
      '{{running}} running source VMs keep running: their disks are copied meanwhile, and again and again until their cutover, which you start or plan then.',
    ),
  },
  'step-failed': { what: key('{{reason}}') },
  tls: { what: key('{{protocol}}') },
} satisfies Readonly<Record<(typeof statementCodes)[number], CatalogEntry>>;
