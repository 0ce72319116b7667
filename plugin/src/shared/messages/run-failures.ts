import type { FailureCode } from '@gantry/bff/api/http/message-codes.ts';
import { key } from '../i18n.ts';
import { restored, unchanged, untouched, type CatalogEntry } from './entry.ts';

/** Why the run of a machine failed, is held up, or never began (ux.md §5). */
export const runFailures = {
  'sign-in-failed': {
    what: [key('{{provider}} refused the user {{user}}.'), key('{{provider}} refused the user.')],
    source: untouched,
    advice: key('Replace the credentials. Gantry stops trying, so the account is not locked.'),
  },
  'provider-unreachable': {
    what: [key('{{provider}} does not answer.'), key('The server does not answer.')],
    source: unchanged,
    advice: key('Check network and DNS from the cluster. Gantry tries again every 30 s.'),
  },
  'secret-missing': {
    what: [
      key('The secret of {{provider}} is missing or incomplete.'),
      key('The secret of the provider is missing or incomplete.'),
    ],
    source: key('Gantry cannot reach it.'),
    advice: key('Restore the secret; the run goes on, or powers the source on again.'),
  },
  'certificate-untrusted': {
    what: [
      key('The certificate of {{provider}} is signed by an authority this cluster does not know.'),
      key('The certificate is signed by an authority this cluster does not know.'),
    ],
    source: untouched,
    advice: key('Check the fingerprint and trust it, or add the authority.'),
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
  'already-running': {
    what: key('{{vm}} is being migrated by plan {{plan}}.'),
    source: key('This run does not touch it.'),
    advice: key('Wait until that run has ended, then retry.'),
  },
  'network-unmapped': {
    what: key('Network {{network}} of {{vm}} has no target.'),
    source: untouched,
    advice: key('Choose a target or Do not connect.'),
  },
  'network-missing': {
    what: key('Network {{network}} does not exist in the target cluster.'),
    source: untouched,
    advice: key('Create it, or choose another one.'),
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
  'type-not-supported': {
    what: key('Migrations of type {{type}} are not built for {{provider}} yet.'),
    source: untouched,
    advice: key('Choose a cold migration.'),
  },
  'option-not-possible': {
    what: key('{{vm}} cannot be migrated as its plan asks: {{detail}}.'),
    source: untouched,
    advice: key('Change the plan or what it names, then retry.'),
  },
  'name-not-valid': {
    what: key('{{detail}}'),
    source: untouched,
    advice: key('Correct the name template in the plan, then retry.'),
  },
  forbidden: {
    what: [
      key('{{who}} may not {{what}}.'),
      key('{{user}} may not {{verb}} {{resource}} in project {{project}}.'),
      key('{{user}} may not {{verb}} {{resource}}.'),
      key('You may not do this.'),
    ],
    source: untouched,
    advice: key('Ask an administrator of the project for the right.'),
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
  'source-ran': {
    what: key(
      '{{vm}} was powered on at the source by {{who}} at {{at}} and is off again: what it wrote since is not in the copy.',
    ),
    source: key('Its recorded power state is restored; no target was started.'),
    advice: key('Retry when nobody works on it: all is copied again.'),
  },
  'volume-not-bound': {
    what: key('A disk of {{vm}} waited {{minutes}} min for a volume of class {{storageClass}}.'),
    source: restored,
    advice: key('Check capacity and nodes of that class, then retry.'),
  },
  'volume-failed': {
    what: key('Volume {{volume}} of {{vm}} failed: {{detail}}.'),
    source: restored,
    advice: key('Look at the events of the volume, then retry.'),
  },
  'importer-failing': {
    what: key('Copying disk {{disk}} of {{vm}} failed {{times}} times: {{detail}}.'),
    source: restored,
    advice: key('Check port 902 from the cluster to the ESXi host, then retry; the disk is copied again.'),
  },
  'importer-pending': {
    what: key('The copying pod of {{vm}} did not start within {{minutes}} min: {{detail}}.'),
    source: restored,
    advice: key('Check the VDDK image of the provider, nodes and quota, then retry.'),
  },
  'copy-stalled': {
    what: key('Copying {{vm}} moved no data for {{minutes}} min.'),
    source: restored,
    advice: key('Look at the log of the copying pod, then retry.'),
  },
  'change-tracking-off': {
    what: key('{{vm}} cannot be copied while it runs: changes of {{disk}} are not tracked.'),
    source: untouched,
    advice: key('Enable changed block tracking for the machine and all its disks, or choose a cold migration.'),
  },
  'snapshots-exist': {
    what: key('{{vm}} cannot be copied while it runs: it has {{count}} snapshots already.'),
    source: untouched,
    advice: key('Remove them at the source, or choose a cold migration.'),
  },
  'snapshot-failed': {
    what: key('No snapshot of {{vm}} could be taken: {{detail}}.'),
    source: untouched,
    advice: key('Look at its tasks and datastores at the source, then retry.'),
  },
  'snapshots-left': {
    what: key('{{snapshots}} of {{vm}} could not be removed: {{detail}}.'),
    source: unchanged,
    advice: key('Remove them at the source; Gantry tries again.'),
  },
  'changes-doubtful': {
    what: key('What changed on {{vm}} before it was powered off cannot be told for sure: {{detail}}.'),
    source: restored,
    advice: key('Retry when no other tool works on the VM.'),
  },
  'claims-not-ready': {
    what: key('The claims in project {{namespace}} do not stand for the disks of {{vm}}: {{detail}}.'),
    source: untouched,
    advice: key('Provide one filled claim for each disk, then retry.'),
  },
  'not-resumable': {
    what: key('The conversion of {{vm}} cannot be repeated on what was copied: {{detail}}.'),
    source: untouched,
    advice: key('Start the plan without resuming; its disks are copied again.'),
  },
  'inspection-pending': {
    what: key('The inspection pod of {{vm}} did not start within {{minutes}} min: {{detail}}.'),
    source: key('As it was; nothing was copied.'),
    advice: key('Check nodes, image and quota, then retry, or switch the inspection off in the plan.'),
  },
  'inspection-failed': {
    what: key('The guest of {{vm}} could not be inspected: {{detail}}.'),
    source: key('As it was; nothing was copied.'),
    advice: key(
      'Look at the log of the inspection, mend the guest or use raw copy, then retry; the inspection can be switched off in the plan.',
    ),
  },
  'conversion-failed': {
    what: key('Converting {{vm}} failed: {{detail}}.'),
    source: key('Its disks are unchanged; it is powered on again if it was on before.'),
    advice: key('Look at the log of the conversion, choose the root disk, or use raw copy.'),
  },
  'given-conversion-failed': {
    what: key('Converting {{vm}} failed: {{detail}}. The claims in project {{namespace}} may be half written.'),
    source: key('Its disks are unchanged; it is powered on again if it was on before.'),
    advice: key(
      'Look at the log of the conversion, fill those claims anew that bear the annotation gantry.dev/converted-by, take it off, then retry.',
    ),
  },
  'conversion-pending': {
    what: key('The conversion pod of {{vm}} did not start within {{minutes}} min: {{detail}}.'),
    source: restored,
    advice: key('Check nodes, image and quota, then retry.'),
  },
  'hook-missing': {
    what: key('Hook {{hook}} of {{vm}} does not exist.'),
    source: untouched,
    advice: key('Create it or take it out of the plan, then retry.'),
  },
  'hook-pending': {
    what: key('Hook {{hook}} of {{vm}} did not start within {{minutes}} min: {{detail}}.'),
    source: restored,
    advice: key('Check its image, service account and quota, then retry.'),
  },
  'hook-failed': {
    what: key('Hook {{hook}} of {{vm}} failed: {{detail}}.'),
    source: key('Gantry has not touched it; what the hook did there stays.'),
    advice: key('Look at the output of the hook, then retry.'),
  },
  'target-removed': {
    what: key('The target {{target}} of {{vm}} was removed by someone else before it could run.'),
    source: restored,
    advice: key('Retry to migrate it again.'),
  },
  'target-lost': {
    what: key('The target of {{vm}} was removed by someone else.'),
    source: key('Off since its migration was committed.'),
    advice: key('Restore the target, or power the source on by hand.'),
  },
  'refused-during-run': { what: key('{{what}}'), source: restored, advice: key('{{advice}}') },
  'failed-after-commit': {
    what: key('{{vm}} was migrated, but what follows failed: {{detail}}.'),
    source: key('Stays off and is not touched again: its target took over.'),
    advice: key('Look at VM {{target}} in project {{namespace}}, and start it there if it does not run.'),
  },
  'name-collision': {
    what: key('{{kind}} {{name}} in project {{namespace}} exists and was not made by Gantry.'),
    source: restored,
    advice: key('Remove it or choose another name template, then retry.'),
  },
  'unknown-step': {
    what: key('This version of Gantry does not know the step {{step}} that the run of {{vm}} needs.'),
    source: restored,
    advice: key('Retry with this version.'),
  },
  'cluster-unavailable': {
    what: [
      key('The target cluster does not answer as it should: {{detail}}.'),
      key('The cluster does not answer as it should.'),
    ],
    source: unchanged,
    advice: key('Gantry tries again by itself. Look at the health of the cluster if this stays.'),
  },
  unexpected: {
    what: [
      key('Gantry failed in a way it does not know: {{detail}}.'),
      key('Gantry failed in a way it does not know.'),
    ],
    source: key('Stays as it is, or is powered on again if it was on before.'),
    advice: key('Look at the log of the service.'),
  },
} satisfies Readonly<Record<FailureCode, CatalogEntry>>;
