import { ensureObject, equal, isObject, objectAt, objectsAt, textAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import { normaliseAmounts } from '../amounts.ts';
import { parseQuantity } from '../../quantity.ts';
import type { Behaviour } from '../resource-type.ts';
import { invalidValue, requiredValue } from '../schema/validate.ts';
import type { Cause } from '../status-error.ts';
import { badRequest } from '../status-error.ts';
import { scopeProblems } from '../admission/quota-scopes.ts';
import { labelProblem } from '../names.ts';
import { defaultPodSpec } from './pod.ts';

export const SERVICE: Behaviour = {
  generation: 'none',
  nameRule: labelProblem,
  fillIn: (object) => {
    const spec = ensureObject(object, 'spec');
    spec.type ??= 'ClusterIP';
    spec.sessionAffinity ??= 'None';
    spec.internalTrafficPolicy ??= 'Cluster';
    for (const port of objectsAt(spec, 'ports')) {
      port.protocol ??= 'TCP';
      port.targetPort ??= port.port;
    }
  },
  prepareCreate: (object, { random }) => {
    const spec = ensureObject(object, 'spec');
    if (spec.clusterIP === undefined) spec.clusterIP = `10.0.${random.below(256)}.${1 + random.below(254)}`;
    spec.clusterIPs ??= [spec.clusterIP];
    spec.ipFamilies ??= ['IPv4'];
    spec.ipFamilyPolicy ??= 'SingleStack';
    object.status = { loadBalancer: {} };
  },
  validate: (object) => {
    const ports = objectsAt(object.spec, 'ports');
    if (ports.length === 0 && textAt(object.spec, 'clusterIP') !== 'None') return [requiredValue('spec.ports')];
    return ports.flatMap(({ name = '' }, index) =>
      ports.length > 1 && name === '' ? [requiredValue(`spec.ports[${index}].name`)] : [],
    );
  },
  validateUpdate: (object, before) =>
    equal(object.spec?.clusterIP, before.spec?.clusterIP)
      ? []
      : [invalidValue('spec.clusterIPs[0]', object.spec?.clusterIP, 'may not change once set')],
};

export const WORKLOAD: Behaviour = {
  fillIn: (object) => {
    const spec = ensureObject(object, 'spec');
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
    spec.strategy ??= { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } };
    const template = objectAt(spec, 'template', 'spec');
    if (template !== undefined) defaultPodSpec(template);
  },
  prepareCreate: (object) => {
    object.status = {};
  },
  validate: (object) => (isObject(object.spec?.selector) ? [] : [requiredValue('spec.selector')]),
  validateUpdate: (object, before) =>
    equal(object.spec?.selector, before.spec?.selector)
      ? []
      : [invalidValue('spec.selector', object.spec?.selector, 'field is immutable')],
};

const JOB_DEFAULTS = {
  backoffLimit: 6,
  completionMode: 'NonIndexed',
  completions: 1,
  manualSelector: false,
  parallelism: 1,
  podReplacementPolicy: 'TerminatingOrFailed',
  suspend: false,
};

export const JOB: Behaviour = {
  fillIn: (object) => {
    const spec = ensureObject(object, 'spec');
    for (const [field, value] of Object.entries(JOB_DEFAULTS)) spec[field] ??= value;
    const pod = objectAt(spec, 'template', 'spec');
    if (pod !== undefined) defaultPodSpec(pod);
  },
  prepareCreate: (object) => {
    const spec = ensureObject(object, 'spec');
    const { uid, name } = object.metadata;
    const metadata = ensureObject(ensureObject(spec, 'template'), 'metadata');
    const labels = {
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': name,
      'controller-uid': uid,
      'job-name': name,
    };
    metadata.labels = { ...objectAt(metadata, 'labels'), ...labels };
    object.metadata.labels = { ...object.metadata.labels, ...labels };
    spec.selector ??= { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
    object.status = {};
  },
  validateUpdate: (object, before) =>
    equal(object.spec?.template, before.spec?.template)
      ? []
      : [invalidValue('spec.template', object.spec?.template, 'field is immutable')],
};

export const RESOURCE_QUOTA: Behaviour = {
  generation: 'none',
  prepareCreate: (object) => {
    object.status = {};
  },
  normalise: (object) => normaliseAmounts(objectAt(object.spec, 'hard')),
  validate: (object) => [
    ...Object.entries(objectAt(object.spec, 'hard') ?? {})
      .filter(([, amount]) => parseQuantity(amount) === undefined)
      .map(([name, amount]) => invalidValue(`spec.hard[${name}]`, amount, 'must be a valid quantity')),
    ...scopeProblems(object),
  ],
};

function defaultsBeyondMaximum(object: KubeObject): Cause[] {
  return objectsAt(object.spec, 'limits').flatMap((limit, index) =>
    ['default', 'defaultRequest'].flatMap((which) =>
      Object.entries(objectAt(limit, which) ?? {}).flatMap(([name, amount]) => {
        const most = objectAt(limit, 'max')?.[name];
        const [given, highest] = [parseQuantity(amount), parseQuantity(most)];
        if (given === undefined || highest === undefined || given <= highest) return [];
        const words = which === 'default' ? 'default' : 'default request';
        return [
          invalidValue(
            `spec.limits[${index}].${which}[${name}]`,
            amount,
            `${words} value ${String(amount)} is greater than max value ${String(most)}`,
          ),
        ];
      }),
    ),
  );
}

export const LIMIT_RANGE: Behaviour = { generation: 'none', validate: defaultsBeyondMaximum };

export const LEASE: Behaviour = {
  generation: 'none',
  normalise: (object) => {
    for (const field of ['acquireTime', 'renewTime']) {
      const time = textAt(object.spec, field);
      if (time !== undefined && !/\.\d{6}Z$/.test(time))
        throw badRequest(
          `Lease in version "v1" cannot be handled as a Lease: parsing time "${time}" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"`,
        );
    }
  },
  validate: (object) => {
    const seconds = object.spec?.leaseDurationSeconds;
    return typeof seconds === 'number' && seconds <= 0
      ? [invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]
      : [];
  },
};
