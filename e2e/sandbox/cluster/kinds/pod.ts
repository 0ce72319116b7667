import type { JsonObject } from '../json.ts';
import { copy, ensureObject, equal, objectAt, objectsAt, textAt } from '../json.ts';
import { labelProblem } from '../names.ts';
import type { KubeObject } from '../object.ts';
import { parseQuantity } from '../../quantity.ts';
import type { Behaviour } from '../resource-type.ts';
import { forbiddenValue, invalidValue, requiredValue, show, unsupportedValue } from '../schema/validate.ts';
import type { Cause } from '../status-error.ts';

const DEFAULTS: JsonObject = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
};
/** Only of pods themselves, not of templates. */
const POD_DEFAULTS: JsonObject = { ...DEFAULTS, enableServiceLinks: true };
const CONTAINER_LISTS = ['initContainers', 'containers'] as const;
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];

export function containersOf(object: { spec?: unknown }): { container: JsonObject; field: string }[] {
  return CONTAINER_LISTS.flatMap((list) =>
    objectsAt(object.spec, list).map((container, index) => ({ container, field: `spec.${list}[${index}]` })),
  );
}

function pullPolicy(image: string): string {
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return image.includes('@') || (tag !== undefined && tag !== 'latest') ? 'IfNotPresent' : 'Always';
}

function defaultContainer(container: JsonObject): void {
  for (const port of objectsAt(container, 'ports')) port.protocol ??= 'TCP';
  container.resources ??= {};
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
  container.imagePullPolicy ??= pullPolicy(textAt(container, 'image') ?? '');
  const resources = objectAt(container, 'resources') ?? {};
  const limits = objectAt(resources, 'limits');
  if (limits !== undefined) {
    const requests = ensureObject(resources, 'requests');
    for (const [name, amount] of Object.entries(limits)) requests[name] ??= amount;
  }
}

/** What a pod's spec gets when nothing is said, also inside templates. */
export function defaultPodSpec(spec: JsonObject, defaults: JsonObject = DEFAULTS): void {
  for (const [field, value] of Object.entries(defaults)) spec[field] ??= value;
  spec.securityContext ??= {};
  if (typeof spec.serviceAccountName === 'string') spec.serviceAccount ??= spec.serviceAccountName;
  for (const { container } of containersOf({ spec })) defaultContainer(container);
}

function qosClass(object: KubeObject): string {
  const amounts = containersOf(object).map(({ container }) => ({
    limits: objectAt(container, 'resources', 'limits') ?? {},
    requests: objectAt(container, 'resources', 'requests') ?? {},
  }));
  if (amounts.every(({ limits, requests }) => Object.keys(limits).length + Object.keys(requests).length === 0))
    return 'BestEffort';
  const guaranteed = amounts.every(({ limits, requests }) =>
    ['cpu', 'memory'].every(
      (name) => limits[name] !== undefined && parseQuantity(limits[name]) === parseQuantity(requests[name]),
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function validateResources(container: JsonObject, field: string): Cause[] {
  const limits = objectAt(container, 'resources', 'limits') ?? {};
  const requests = objectAt(container, 'resources', 'requests') ?? {};
  return Object.entries(requests).flatMap(([name, request]) => {
    const [asked, most] = [parseQuantity(request), parseQuantity(limits[name])];
    if (asked === undefined)
      return [invalidValue(`${field}.resources.requests[${name}]`, request, 'must be a valid quantity')];
    return most !== undefined && asked > most
      ? [
          invalidValue(
            `${field}.resources.requests`,
            request,
            `must be less than or equal to ${name} limit of ${String(limits[name])}`,
          ),
        ]
      : [];
  });
}

function validateMounts(container: JsonObject, field: string, volumes: readonly (string | undefined)[]): Cause[] {
  return ['volumeMounts', 'volumeDevices'].flatMap((list) =>
    objectsAt(container, list).flatMap((mount, index) =>
      volumes.includes(textAt(mount, 'name'))
        ? []
        : [
            {
              reason: 'FieldValueNotFound',
              field: `${field}.${list}[${index}].name`,
              message: `Not found: ${show(textAt(mount, 'name') ?? '')}`,
            },
          ],
    ),
  );
}

function validateContainers(object: KubeObject): Cause[] {
  const volumes = objectsAt(object.spec, 'volumes').map((volume) => textAt(volume, 'name'));
  const names = new Set<string>();
  return containersOf(object).flatMap(({ container, field }) => {
    const name = textAt(container, 'name') ?? '';
    const problem = name === '' ? undefined : labelProblem(name);
    const repeated = names.has(name);
    names.add(name);
    return [
      ...(name === '' ? [requiredValue(`${field}.name`)] : []),
      ...(problem === undefined ? [] : [invalidValue(`${field}.name`, name, problem)]),
      ...(repeated && name !== ''
        ? [{ reason: 'FieldValueDuplicate', field: `${field}.name`, message: `Duplicate value: ${show(name)}` }]
        : []),
      ...((textAt(container, 'image') ?? '') === '' ? [requiredValue(`${field}.image`)] : []),
      ...validateResources(container, field),
      ...validateMounts(container, field, volumes),
    ];
  });
}

function validatePod(object: KubeObject): Cause[] {
  const policy = textAt(object.spec, 'restartPolicy') ?? '';
  const names = objectsAt(object.spec, 'volumes').map((volume) => textAt(volume, 'name') ?? '');
  return [
    ...(objectsAt(object.spec, 'containers').length === 0 ? [requiredValue('spec.containers')] : []),
    ...validateContainers(object),
    ...(RESTART_POLICIES.includes(policy) ? [] : [unsupportedValue('spec.restartPolicy', policy, RESTART_POLICIES)]),
    ...names.flatMap((name, index) =>
      names.indexOf(name) === index
        ? []
        : [
            {
              reason: 'FieldValueDuplicate',
              field: `spec.volumes[${index}].name`,
              message: `Duplicate value: ${show(name)}`,
            },
          ],
    ),
  ];
}

function frozenSpec(object: KubeObject): JsonObject {
  const spec = copy(object.spec ?? {});
  for (const { container } of containersOf({ spec })) delete container.image;
  delete spec.activeDeadlineSeconds;
  delete spec.tolerations;
  delete spec.terminationGracePeriodSeconds;
  return spec;
}

const POD_IMMUTABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function text(...path: readonly string[]): (object: KubeObject) => string {
  return (object) => textAt(object, ...path) ?? '';
}

export const POD: Behaviour = {
  fillIn: (object) => defaultPodSpec(ensureObject(object, 'spec'), POD_DEFAULTS),
  prepareCreate: (object) => {
    const spec = ensureObject(object, 'spec');
    spec.priority ??= 0;
    spec.preemptionPolicy ??= 'PreemptLowerPriority';
    object.status = { phase: 'Pending', qosClass: qosClass(object) };
  },
  validate: validatePod,
  validateUpdate: (object, before) =>
    equal(frozenSpec(object), frozenSpec(before)) ? [] : [forbiddenValue('spec', POD_IMMUTABLE)],
  graceSeconds: (object, asked) => {
    const phase = textAt(object.status, 'phase');
    const scheduled = (textAt(object.spec, 'nodeName') ?? '') !== '';
    if (!scheduled || phase === 'Failed' || phase === 'Succeeded') return 0;
    const own = object.spec?.terminationGracePeriodSeconds;
    const wanted = asked ?? (typeof own === 'number' ? own : 30);
    const running = object.metadata.deletionGracePeriodSeconds;
    return running === undefined ? wanted : Math.min(wanted, running);
  },
  fields: {
    'spec.nodeName': text('spec', 'nodeName'),
    'spec.restartPolicy': text('spec', 'restartPolicy'),
    'spec.schedulerName': text('spec', 'schedulerName'),
    'spec.serviceAccountName': text('spec', 'serviceAccountName'),
    'status.phase': text('status', 'phase'),
    'status.podIP': text('status', 'podIP'),
    'status.nominatedNodeName': text('status', 'nominatedNodeName'),
  },
};

export const NODE: Behaviour = {
  generation: 'none',
  fields: { 'spec.unschedulable': (object) => String(object.spec?.unschedulable === true) },
};
