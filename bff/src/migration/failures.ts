import type { FailureCode } from '../api/http/message-codes.ts';
import type { Failure } from '../pipeline/outcome.ts';

/**
 * Everything that can end or hold up a machine's run: what happened · what it means for the source · what to do. The
 * codes are those of the console's catalog, which has the same blanks.
 */
const sentences = {
  'sign-in-failed':
    '{provider} refused the user. The source was not changed by that. Replace the credentials of the provider, then retry.',
  'provider-unreachable':
    '{provider} does not answer. The source stays as it is. Check network and DNS from the cluster; Gantry tries again.',
  'secret-missing':
    'The secret of {provider} is missing or incomplete. Gantry cannot reach the source. Restore the secret; the run goes on, or powers the source on again.',
  'certificate-untrusted':
    'The certificate of {provider} is not trusted. The source stays as it is. Check the fingerprint and trust it, or add the authority.',
  'vddk-missing':
    'No VDDK image is set for {provider}. The source is not touched. Set one on the provider, or choose cold with conversion.',
  'vm-not-found': '{vm} no longer exists at {provider}. Nothing is left to restore there. Remove it from the plan.',
  'vm-ambiguous': "{vm} names several machines at {provider}. No source is touched. Use the machine's id in the plan.",
  'vm-name-taken':
    'Project {namespace} already has a VM named {target}. The source is not touched. Choose another target name, or remove the other VM.',
  'already-migrated':
    '{target} in project {namespace} was made from {vm} before. The source is not touched. Remove that VM, or leave {vm} out of the plan.',
  'already-running':
    '{vm} is being migrated by plan {plan}. This run does not touch the source. Wait until that one has ended, then retry.',
  'network-unmapped':
    'Network {network} of {vm} has no target. The source is not touched. Choose a target or do not connect it.',
  'network-missing':
    'Network {network} does not exist in the target cluster. The source is not touched. Create it or choose another one.',
  'storage-unmapped':
    'Datastore {storage} of {vm} has no target. The source is not touched. Choose a storage class for it.',
  'storage-class-missing':
    'Storage class {storageClass} does not exist. The source is not touched. Choose another class.',
  'quota-exceeded':
    'Project {namespace} has not enough left of its quota for {vm}: {detail}. The source is not touched. Raise the quota or free some, then retry.',
  'pod-security':
    'Project {namespace} does not admit the pods of the migration: {detail}. The source is not touched. Choose another project or an allowed service account.',
  'target-refused':
    'The target cluster refuses what {vm} needs: {detail}. The source is not touched. Change the plan accordingly, then retry.',
  'type-not-supported':
    'Migrations of type {type} are not built for {provider} yet. The source is not touched. Choose a cold migration.',
  'name-not-valid': '{detail} The source of {vm} is not touched. Correct the name template in the plan, then retry.',
  'option-not-possible':
    '{vm} cannot be migrated as its plan asks: {detail}. The source is not touched. Change the plan or what it names, then retry.',
  forbidden: '{who} may not {what}. The source is not touched. Ask for the right, then retry.',
  'source-shape':
    '{vm} cannot be copied faithfully by this path: {detail}. The source is not touched. Change that at the source, choose another path, or leave the VM out of the plan.',
  'source-changed':
    '{vm} was changed at the source since this run began: {detail}. Its recorded power state is restored. Check the plan, then retry: everything is read anew.',
  'source-not-off':
    '{vm} did not shut down within {minutes} min. It still runs; nothing was forced. Shut it down in the guest or at the source and retry, or allow a forced power-off in the plan.',
  'shutdown-refused':
    '{vm} cannot be asked to shut down: {detail}. It still runs; nothing was forced. Shut it down at the source and retry.',
  'source-running':
    '{vm} was powered on at the source during the run. It keeps running; no target was started. Shut it down and retry.',
  'source-ran':
    '{vm} was powered on at the source by {who} at {at} and is off again: what it wrote since is not in the copy. Its recorded power state is restored; no target was started. Retry when nobody works on it: all is copied again.',
  'volume-not-bound':
    'A disk of {vm} waited {minutes} min for a volume of class {storageClass}. The recorded power state of the source is restored. Check capacity and nodes of that class, then retry.',
  'volume-failed':
    "Volume {volume} of {vm} failed: {detail}. The recorded power state of the source is restored. Look at the volume's events, then retry.",
  'importer-failing':
    "Copying disk {disk} of {vm} failed {times} times: {detail}. The recorded power state of the source is restored. Check the way from the cluster to the source's hosts, then retry; the disk is copied again.",
  'importer-pending':
    'The importer of a disk of {vm} did not start within {minutes} min: {detail}. The recorded power state of the source is restored. Check the VDDK image of the provider, nodes and quota, then retry.',
  'copy-stalled':
    'Copying {vm} moved no data for {minutes} min. The recorded power state of the source is restored. Look at the log of the copying pod, then retry.',
  'change-tracking-off':
    '{vm} cannot be copied while it runs: changes of {disk} are not tracked. The source is not touched. Enable changed block tracking for the machine and all its disks, or choose a cold migration.',
  'snapshots-exist':
    '{vm} cannot be copied while it runs: it has {count} snapshots already. The source is not touched. Remove them at the source, or choose a cold migration.',
  'snapshot-failed':
    'No snapshot of {vm} could be taken: {detail}. The source is not touched. Look at its tasks and datastores at the source, then retry.',
  'snapshots-left':
    '{snapshots} of {vm} could not be removed: {detail}. The VM itself is as it was. Remove them at the source; Gantry tries again.',
  'changes-doubtful':
    'What changed on {vm} before it was powered off cannot be told for sure: {detail}. The recorded power state of the source is restored. Retry when no other tool works on the VM.',
  'claims-not-ready':
    'The claims in project {namespace} do not stand for the disks of {vm}: {detail}. The source is not touched. Provide one filled claim for each disk, then retry.',
  'not-resumable':
    'The conversion of {vm} cannot be repeated on what was copied: {detail}. The source is not touched. Start the plan without resuming; its disks are copied again.',
  'inspection-pending':
    'The inspection pod of {vm} did not start within {minutes} min: {detail}. The VM itself is as it was, and nothing was copied. Check nodes, image and quota, then retry, or switch the inspection off in the plan.',
  'inspection-failed':
    'The guest of {vm} could not be inspected: {detail}. The VM itself is as it was, and nothing was copied. Look at the log of the inspection, mend the guest or use raw copy, then retry; the inspection can be switched off in the plan.',
  'conversion-failed':
    "Converting {vm} failed: {detail}. The source's disks are unchanged and its recorded power state is restored. Look at the log of the conversion, or use raw copy.",
  'given-conversion-failed':
    "Converting {vm} failed: {detail}. The source's disks are unchanged and its recorded power state is restored. The claims in project {namespace} may be half written: look at the log of the conversion, fill those anew that bear the annotation gantry.dev/converted-by, take it off, then retry.",
  'conversion-pending':
    'The conversion pod of {vm} did not start within {minutes} min: {detail}. The recorded power state of the source is restored. Check nodes, image and quota, then retry.',
  'hook-missing':
    'Hook {hook} of {vm} does not exist. The source is not touched. Create it or take it out of the plan, then retry.',
  'hook-pending':
    'Hook {hook} of {vm} did not start within {minutes} min: {detail}. The recorded power state of the source is restored. Check its image, service account and quota, then retry.',
  'hook-failed':
    'Hook {hook} of {vm} failed: {detail}. Gantry has not touched the source; what the hook did there stays. Look at its output, then retry.',
  'target-removed':
    'The target {target} of {vm} was removed by someone else before it could run. The recorded power state of the source is restored. Retry to migrate it again.',
  'target-lost':
    'The target of {vm} was removed by someone else. The source is off since its migration was committed. Restore the target or power the source on by hand.',
  'refused-during-run': '{what} The recorded power state of the source is restored. {advice}',
  'failed-after-commit':
    '{vm} was migrated, but what follows failed: {detail}. Its source stays off and is not touched again. Look at VM {target} in project {namespace}, and start it there if it does not run.',
  'name-collision':
    '{kind} {name} in project {namespace} exists and is not ours. The recorded power state of the source is restored. Remove it or choose another name template, then retry.',
  'unknown-step':
    'This version of Gantry does not know the step {step} that the run of {vm} needs. The recorded power state of the source is restored. Retry with this version.',
  'cluster-unavailable':
    'The target cluster does not answer as it should: {detail}. The source stays as it is. Gantry tries again.',
  unexpected:
    "Gantry failed in a way it does not know: {detail}. The source stays as it is or is restored. Look at the service's log.",
} as const satisfies Record<FailureCode, string>;

const longestParameter = 400;

export function failure(code: FailureCode, parameters: Readonly<Record<string, string>> = {}): Failure {
  const bounded = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, value.slice(0, longestParameter)]),
  );
  return {
    code,
    parameters: bounded,
    message: sentences[code].replace(/\{(\w+)\}/g, (blank, name: string) => bounded[name] ?? blank),
  };
}
