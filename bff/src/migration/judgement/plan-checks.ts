import { mostProgressBytes } from '../../api/http/plan-wizard.ts';
import { isLabel } from '../../target/names.ts';
import { isConversionOnly, isWarm, typeOfPlan } from '../plan-type.ts';
import { hasCondition, isBlocked, type Finding } from './finding.ts';
import { remoteTarget } from './gather-target.ts';
import { judgePlanHooks } from './hook-checks.ts';
import { judgeMachines } from './machine-checks.ts';
import { judgeDecryption, judgeEffects, judgeScripts, judgeSharedDisks } from './option-checks.ts';
import { judgePrimaryNetwork, judgeTransferNetwork } from './place-checks.ts';
import { isRawCopy, isExecuting, type PlanScope } from './plan-scope.ts';
import { planState } from './plan-state.ts';
import { planProgressBytes } from './progress-size.ts';
import { judgeProviders } from './provider-references.ts';
import { judgeValues } from './template-checks.ts';

type Check = (scope: PlanScope) => Finding[];

const checks: readonly Check[] = [
  judgeProviders,
  judgeType,
  judgeNamespace,
  judgeNetworkMapRef,
  judgeStorageMapRef,
  judgeNetworkPlaces,
  judgePodNetworkAddresses,
  judgeServiceAccount,
  judgePlanHooks,
  judgeTransferNetwork,
  judgePrimaryNetwork,
  judgeEffects,
  judgeScripts,
  judgeDecryption,
  judgeImages,
  judgeDrivers,
  judgeValues,
  judgeSize,
];

/** All findings of a plan, its states included. */
export function judgePlan(scope: PlanScope): Finding[] {
  const found = [
    ...checks.flatMap((check) => check(scope)),
    ...(isExecuting(scope) ? [] : [...judgeMachines(scope), ...judgeSharedDisks(scope)]),
  ];
  const states = planState(scope);
  const archived = scope.plan.spec.archived === true;
  const ready = !archived && !isBlocked('Plan', found);
  return [...found, ...states, ...(ready ? [{ type: 'Ready', message: 'The migration plan is ready.' }] : [])];
}

function judgeType({ plan, source }: PlanScope): Finding[] {
  const type = typeOfPlan(plan);
  const provider = source.object?.spec.type;
  const isBuilt = type === 'cold' || type === 'warm' || type === 'conversion';
  if (type === 'conversion' && plan.spec.skipGuestConversion === true) return [nothingToDo];
  if (isBuilt && (provider === undefined || provider === 'vsphere')) return [];
  const suggestion = 'Use type cold, warm or conversion with a source of type vsphere.';
  if (type === 'warm') {
    const message = `Machines of ${provider ?? 'this source'} cannot be copied while they run. The plan cannot start.`;
    return [{ type: 'WarmMigrationNotReady', reason: 'NotSupported', message, suggestion }];
  }
  const message = `Migration of type ${type} from ${provider ?? 'this source'} is not supported yet. The plan cannot start.`;
  return [{ type: 'MigrationTypeNotValid', reason: 'NotSupported', message, suggestion }];
}

const nothingToDo: Finding = {
  type: 'MigrationTypeNotValid',
  reason: 'NotSupported',
  message: 'A plan of type conversion that skips the conversion has nothing to do. It cannot start.',
  suggestion: 'Set skipGuestConversion to false, or choose another type.',
};

function judgeNamespace({ plan }: PlanScope): Finding[] {
  const { targetNamespace } = plan.spec;
  if (targetNamespace && isLabel(targetNamespace)) return [];
  return [
    {
      type: 'NamespaceNotValid',
      reason: targetNamespace ? 'NotValid' : 'NotSet',
      message: targetNamespace
        ? `The target namespace ${targetNamespace} is no valid name. The plan cannot start.`
        : 'No target namespace is named. The plan cannot start.',
      suggestion: 'Name a namespace in spec.targetNamespace; it is created if it is missing.',
    },
  ];
}

function judgeNetworkMapRef({ networkMap }: PlanScope): Finding[] {
  return judgeMapRef(networkMap, {
    type: 'NetworkMap',
    notValid: 'NetworkMapRefNotValid',
    notReady: 'NetworkMapNotReady',
  });
}

function judgeStorageMapRef({ plan, storageMap }: PlanScope): Finding[] {
  if (isConversionOnly(plan)) return [];
  return judgeMapRef(storageMap, {
    type: 'StorageMap',
    notValid: 'StorageRefNotValid',
    notReady: 'StorageMapNotReady',
  });
}

function judgeMapRef(
  { ref, object }: PlanScope['networkMap'] | PlanScope['storageMap'],
  words: { readonly type: string; readonly notValid: string; readonly notReady: string },
): Finding[] {
  if (object === undefined) {
    const named = Boolean(ref?.name);
    return [
      {
        type: words.notValid,
        reason: named ? 'NotFound' : 'NotSet',
        message: named
          ? `The ${words.type} ${ref?.name ?? ''} does not exist. The plan cannot start.`
          : `The plan names no ${words.type}. It cannot start.`,
        suggestion: `Create the ${words.type} or name another one.`,
      },
    ];
  }
  if (hasCondition(object.status?.conditions, 'Ready')) return [];
  return [
    {
      type: words.notReady,
      message: `The ${words.type} ${object.metadata.name} is not ready. The plan cannot start until it is.`,
      suggestion: `Look at the conditions of the ${words.type}.`,
    },
  ];
}

function judgeNetworkPlaces({ plan, networkPairs }: PlanScope): Finding[] {
  const allowed = new Set([plan.spec.targetNamespace, 'default']);
  const elsewhere = networkPairs
    .map(({ pair }) => pair.destination)
    .filter(({ type, namespace }) => type === 'multus' && namespace !== undefined && !allowed.has(namespace));
  if (elsewhere.length === 0) return [];
  return [
    {
      type: 'NetMapDestinationNADNotValid',
      reason: 'NotValid',
      message: 'A target network is in another namespace, where the machines cannot use it. The plan cannot start.',
      suggestion: `Use networks in ${plan.spec.targetNamespace} or default.`,
      items: elsewhere.map(({ namespace, name }) => `${namespace ?? ''}/${name ?? ''}`),
    },
  ];
}

/** A user-defined network in its place gives guests the addresses that they ask for. */
function judgePodNetworkAddresses({ plan, networkPairs, options }: PlanScope): Finding[] {
  if (options.primaryNetwork !== undefined) return [];
  if (plan.spec.preserveStaticIPs === false || !networkPairs.some(({ pair }) => pair.destination.type === 'pod'))
    return [];
  return [
    {
      type: 'NetMapPreservingIPsOnPodNetwork',
      message: 'Static addresses are kept, but on the pod network guests get other ones and may be unreachable.',
      suggestion: 'Map the network to a NetworkAttachmentDefinition, or set preserveStaticIPs to false.',
    },
  ];
}

function judgeServiceAccount({ plan, serviceAccountExists }: PlanScope): Finding[] {
  if (serviceAccountExists !== false) return [];
  return [
    {
      type: 'ServiceAccountNotValid',
      reason: 'NotFound',
      message: `The service account ${plan.spec.serviceAccount ?? ''} does not exist in ${plan.spec.targetNamespace}. The pods of the migration could not start.`,
      suggestion: 'Create it there or name another one.',
    },
  ];
}

function judgeImages(scope: PlanScope): Finding[] {
  const { virtV2vImage } = scope.plan.spec;
  const findings: Finding[] = [];
  if (virtV2vImage && !/^[a-z0-9.-]+(:\d+)?\/[^\s]+$/i.test(virtV2vImage)) {
    findings.push({
      type: 'VirtV2vImageNotValid',
      reason: 'NotValid',
      message: `The conversion image ${virtV2vImage} is not fully qualified. The conversion could not start.`,
      suggestion: 'Name it with its registry, for example quay.io/project/image:tag.',
    });
  }
  const byImporters = isRawCopy(scope) || isWarm(scope.plan) || remoteTarget(scope.destination.object) !== undefined;
  const readsByVddk = !isConversionOnly(scope.plan) && byImporters;
  if (readsByVddk && !scope.vddkImage && scope.source.object?.spec.type === 'vsphere') {
    findings.push({
      type: 'VDDKInitImageUnavailable',
      reason: 'NotSet',
      message:
        'Raw copies, warm migrations and migrations to another cluster read disks with VDDK, and no VDDK image is set. The plan cannot start.',
      suggestion: 'Set settings.vddkInitImage of the source provider, or migrate cold with conversion to this cluster.',
    });
  }
  return findings;
}

function judgeDrivers(scope: PlanScope): Finding[] {
  if (!isRawCopy(scope) || scope.plan.spec.useCompatibilityMode !== false) return [];
  return [
    {
      type: 'GuestDriversNeeded',
      reason: 'NotConverted',
      message: 'Disks are copied raw and the targets have VirtIO devices: guests without VirtIO drivers will not boot.',
      suggestion: 'Install the drivers in the guests before, or leave useCompatibilityMode on.',
    },
  ];
}

function judgeSize(scope: PlanScope): Finding[] {
  const bytes = planProgressBytes(scope);
  if (bytes <= mostProgressBytes) return [];
  const parts = Math.ceil(bytes / mostProgressBytes);
  const machines = scope.plan.spec.vms.length;
  const fitting = Math.floor((machines * mostProgressBytes) / bytes);
  return [
    {
      type: 'PlanTooLarge',
      reason: 'NotSupported',
      message: `${machines} machines do not fit in one plan: about ${fitting} of these do. The plan cannot start.`,
      suggestion: `Split it into at least ${parts} plans of up to ${fitting} machines each.`,
    },
  ];
}
