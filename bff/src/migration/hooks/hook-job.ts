import type { ConfigMap, Job, Pod } from '../../api/kinds/core.ts';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { stableName } from '../../pipeline/names.ts';
import { objectLabels, seenFinalizer } from '../labels.ts';
import { restrictedContainer } from '../pods/pod-parts.ts';
import type { MachineScope } from '../scope.ts';
import type { FrozenHook, HookStep } from './frozen-hook.ts';
import { planFile, workloadFile } from './hook-files.ts';

const mountPath = '/tmp/hook';
/** How MTV's runner images are told to play a book. */
const playCommand = ['/bin/entrypoint', 'ansible-runner', 'run', '/tmp/runner', '-p', `${mountPath}/playbook.yml`];

/** Of the hook's Job, and of the ConfigMap that it mounts. */
export function hookName({ run }: Pick<MachineScope, 'run'>, step: HookStep): string {
  return stableName(`${run.plan.name}-${run.vmId}-${step}`, { run: run.uid, step: `${step} hook` });
}

/** The scope, as all of these, is that of the plan's namespace. */
export function hookConfigMap(scope: MachineScope, hook: FrozenHook, plan: PlanSpec): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(scope, hook),
    data: {
      'workload.yml': workloadFile(scope.resolved.machine),
      'plan.yml': planFile(plan),
      'playbook.yml': Buffer.from(hook.playbook ?? '', 'base64').toString('utf8'),
    },
  };
}

/**
 * Keeps our finalizer until the run has done with it: a Job that is not there was never made, so that making it again
 * cannot run the hook a second time.
 */
export function hookJob(scope: MachineScope, hook: FrozenHook): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadataOf(scope, hook), finalizers: [seenFinalizer] },
    spec: {
      // One more attempt, as in MTV.
      backoffLimit: 1,
      ...(hook.deadline !== undefined && hook.deadline > 0 && { activeDeadlineSeconds: hook.deadline }),
      template: { metadata: { labels: labelsOf(scope, hook) }, spec: podSpec(scope, hook) },
    },
  };
}

/** A pod as the Job will make it, for the server to judge. */
export function hookPod(scope: MachineScope, hook: FrozenHook): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: metadataOf(scope, hook), spec: podSpec(scope, hook) };
}

function podSpec(scope: MachineScope, hook: FrozenHook): Pod['spec'] {
  return {
    restartPolicy: 'Never',
    serviceAccountName: hook.serviceAccount,
    // Images of hooks bring a user of their own.
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'hook',
        image: hook.image ?? '',
        ...(hook.playbook && { command: playCommand }),
        volumeMounts: [{ name: 'hook', mountPath }],
        securityContext: restrictedContainer,
        resources: { requests: { cpu: '100m', memory: '150Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      },
    ],
    volumes: [{ name: 'hook', configMap: { name: hookName(scope, hook.step) } }],
  };
}

function metadataOf(scope: MachineScope, hook: FrozenHook) {
  const { namespace } = scope.resolved.target;
  return { name: hookName(scope, hook.step), namespace, labels: labelsOf(scope, hook) };
}

function labelsOf({ run }: MachineScope, { step, uid }: FrozenHook): Record<string, string> {
  return { ...objectLabels(run), step, hook: uid, resource: 'hook-config' };
}
