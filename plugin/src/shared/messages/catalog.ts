import { key } from '../i18n.ts';

/** What happened · what it means for the source VM · what to do. Blanks are the parameters of the service's message. */
export interface CatalogEntry {
  readonly what: string;
  readonly source?: string;
  readonly advice?: string;
}

const untouched = key('The source is not touched.');
const restored = key('The source is powered on again if it was on before.');

/** Words for the service's codes (ux.md §5). A code that is missing here is shown in the service's own words. */
export const catalog: Readonly<Record<string, CatalogEntry>> = {
  'sign-in-failed': {
    what: key('{{provider}} refused the user {{user}}.'),
    source: untouched,
    advice: key('Replace the credentials. Gantry stops trying, so the account is not locked.'),
  },
  'sign-in-stopped': {
    what: key('Sign-ins of {{user}} were refused too often.'),
    source: untouched,
    advice: key('Change the user or the password. More attempts could lock the account.'),
  },
  'provider-unreachable': {
    what: key('The server does not answer.'),
    source: untouched,
    advice: key('Check network and DNS from the cluster. Gantry tries again every 30 s.'),
  },
  'name-not-found': {
    what: key('The name of the server is not known to the cluster.'),
    source: untouched,
    advice: key('Check the URL, and DNS from the cluster.'),
  },
  'certificate-changed': {
    what: key('The server shows another certificate ({{sha256}}) than the one that was confirmed.'),
    source: key('Not touched; new copies wait.'),
    advice: key('If it was renewed, compare and trust it. If not, find out who answers.'),
  },
  'certificate-untrusted': {
    what: key('The certificate is signed by an authority this cluster does not know.'),
    source: untouched,
    advice: key('Check the fingerprint and trust it, or add the authority.'),
  },
  'certificate-not-verified': {
    what: key('The certificate is not verified.'),
    advice: key('Anyone between this cluster and the server can read the password and change disk data.'),
  },
  'privilege-missing': {
    what: key('Rights are missing: {{missing}}.'),
    source: untouched,
    advice: key('Grant them to the user at the root folder.'),
  },
  'vddk-missing': {
    what: key('No VDDK image is set for {{provider}}.'),
    source: untouched,
    advice: key('Set one on the provider, or choose cold with conversion.'),
  },
  'vm-not-found': {
    what: key('{{vm}} no longer exists at {{provider}}.'),
    source: key('Gone; nothing is left to restore there.'),
    advice: key('Remove it from the plan.'),
  },
  'vm-ambiguous': {
    what: key('{{vm}} names several machines at {{provider}}.'),
    source: untouched,
    advice: key('Choose the machine anew, so that the plan has its id.'),
  },
  'vm-name-taken': {
    what: key('Project {{namespace}} already has a VM named {{target}}.'),
    source: untouched,
    advice: key('Choose another target name, or remove the other VM.'),
  },
  'already-migrated': {
    what: key('{{target}} in project {{namespace}} was made from {{vm}} before.'),
    source: untouched,
    advice: key('Remove that VM, or leave {{vm}} out of the plan.'),
  },
  'network-unmapped': {
    what: key('Network {{network}} of {{vm}} has no target.'),
    source: untouched,
    advice: key('Choose a target or Do not connect.'),
  },
  'storage-unmapped': {
    what: key('Datastore {{storage}} of {{vm}} has no target.'),
    source: untouched,
    advice: key('Choose a storage class for it.'),
  },
  'storage-class-missing': {
    what: key('Storage class {{storageClass}} does not exist.'),
    source: untouched,
    advice: key('Choose another class.'),
  },
  'quota-exceeded': {
    what: key('Project {{namespace}} has not enough left of its quota for {{vm}}: {{detail}}.'),
    source: untouched,
    advice: key('Raise the quota or free some, then retry.'),
  },
  'pod-security': {
    what: key('Project {{namespace}} does not admit the pods of the migration: {{detail}}.'),
    source: untouched,
    advice: key('Choose another project or an allowed service account.'),
  },
  'target-refused': {
    what: key('The target cluster refuses what {{vm}} needs: {{detail}}.'),
    source: untouched,
    advice: key('Change the plan accordingly, then retry.'),
  },
  'source-shape': {
    what: key('{{vm}} cannot be copied faithfully by this path: {{detail}}.'),
    source: untouched,
    advice: key('Change that at the source, choose another path, or leave the VM out of the plan.'),
  },
  'source-changed': {
    what: key('{{vm}} was changed at the source since this run began: {{detail}}.'),
    source: restored,
    advice: key('Check the plan, then retry: everything is read anew.'),
  },
  'source-not-off': {
    what: key('{{vm}} did not shut down within {{minutes}} min.'),
    source: key('Still runs; nothing was forced.'),
    advice: key(
      'Shut it down in the guest or in vCenter and retry, or allow a forced power-off in the plan’s settings.',
    ),
  },
  'shutdown-refused': {
    what: key('{{vm}} cannot be asked to shut down: {{detail}}.'),
    source: key('Still runs; nothing was forced.'),
    advice: key('Shut it down at the source and retry.'),
  },
  'source-running': {
    what: key('{{vm}} was powered on at the source during the run.'),
    source: key('Keeps running; no target was started.'),
    advice: key('Shut it down and retry.'),
  },
  'volume-not-bound': {
    what: key('A disk of {{vm}} waited {{minutes}} min for a volume of class {{storageClass}}.'),
    source: restored,
    advice: key('Check capacity and nodes of that class, then retry.'),
  },
  'importer-failing': {
    what: key('Copying disk {{disk}} of {{vm}} failed {{times}} times: {{detail}}.'),
    source: restored,
    advice: key('Check port 902 from the cluster to the ESXi host, then retry; the disk is copied again.'),
  },
  'copy-stalled': {
    what: key('Copying {{vm}} moved no data for {{minutes}} min.'),
    source: restored,
    advice: key('Look at the log of the copying pod, then retry.'),
  },
  'conversion-failed': {
    what: key('Converting {{vm}} failed: {{detail}}.'),
    source: key('Its disks are unchanged; it is powered on again if it was on before.'),
    advice: key('Choose the root disk, or use raw copy.'),
  },
  'target-lost': {
    what: key('The target of {{vm}} was removed by someone else.'),
    source: key('Off since its migration was committed.'),
    advice: key('Restore the target, or power the source on by hand.'),
  },
  'secret-missing': {
    what: key('The secret of the provider is missing or incomplete.'),
    source: key('Gantry cannot reach it.'),
    advice: key('Restore the secret; the run goes on, or powers the source on again.'),
  },
  forbidden: {
    what: key('You may not do this.'),
    source: untouched,
    advice: key('Ask an administrator of the project for the right.'),
  },
  'signed-out': {
    what: key('You are signed out.'),
    advice: key('Sign in again in another tab; what you typed here stays.'),
  },
  'service-unavailable': {
    what: key('Gantry’s service does not answer.'),
    source: key('Migrations go on without this page.'),
    advice: key('Try again in a moment.'),
  },
  'run-active': { what: key('Cancel the run first.') },
  'vm-Preparing': { what: key('Preparing since {{since}}.') },
  'vm-ShuttingDownSource': { what: key('Guest asked to shut down at {{since}}.') },
  'vm-AllocatingDisks': { what: key('Allocating disks since {{since}}.') },
  'vm-ConvertingGuest': { what: key('Converting the guest since {{since}}.') },
  'vm-CreatingVm': { what: key('Creating the VM since {{since}}.') },
  'vm-Stalled': { what: key('No data since {{since}}.') },
};
