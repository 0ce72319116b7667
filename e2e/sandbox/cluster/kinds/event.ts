import { objectAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../object.ts';
import { invalidValue, requiredValue } from '../schema/validate.ts';
import type { Cause } from '../status-error.ts';
import type { Behaviour } from '../resource-type.ts';

function involved(field: string): (object: KubeObject) => string {
  return (object) => textAt(object, 'involvedObject', field) ?? textAt(object, 'regarding', field) ?? '';
}

function validateEvent(object: KubeObject): Cause[] {
  const about = involved('namespace')(object);
  const causes: Cause[] = [];
  const fits = about === '' ? object.metadata.namespace === 'default' : about === object.metadata.namespace;
  if (!fits) causes.push(invalidValue('involvedObject.namespace', about, 'does not match event.namespace'));
  if (object.apiVersion === 'events.k8s.io/v1')
    for (const field of ['reportingController', 'reportingInstance', 'action', 'reason'])
      if ((textAt(object, field) ?? '') === '') causes.push(requiredValue(field));
  return causes;
}

export const EVENT: Behaviour = {
  generation: 'none',
  validate: validateEvent,
  fields: {
    ...Object.fromEntries(
      ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].flatMap((field) => [
        [`involvedObject.${field}`, involved(field)],
        [`regarding.${field}`, involved(field)],
      ]),
    ),
    reason: (object) => textAt(object, 'reason') ?? '',
    type: (object) => textAt(object, 'type') ?? '',
    source: (object) => textAt(object, 'source', 'component') ?? textAt(object, 'reportingComponent') ?? '',
    reportingComponent: (object) => textAt(object, 'reportingComponent') ?? '',
  },
};

/** Core name of a field → its name in events.k8s.io. */
const RENAMED: readonly (readonly [core: string, events: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['reportingComponent', 'reportingController'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
];

function rename(object: KubeObject, apiVersion: string, names: readonly (readonly [string, string])[]): KubeObject {
  const result: JsonObject = { ...object };
  for (const [from, to] of names) {
    if (!Object.hasOwn(object, from)) continue;
    Reflect.deleteProperty(result, from);
    result[to] = object[from];
  }
  return { ...result, apiVersion, kind: 'Event', metadata: object.metadata };
}

export function toEventsGroup(object: KubeObject): KubeObject {
  return rename(object, 'events.k8s.io/v1', RENAMED);
}

export function fromEventsGroup(object: KubeObject): KubeObject {
  return rename(
    object,
    'v1',
    RENAMED.map(([core, events]) => [events, core] as const),
  );
}

/** Milliseconds since the epoch of the latest occurrence. */
export function lastSeen(object: KubeObject): number {
  const texts = [
    textAt(objectAt(object, 'series'), 'lastObservedTime'),
    textAt(object, 'lastTimestamp'),
    textAt(object, 'eventTime'),
    object.metadata.creationTimestamp,
  ];
  const found = texts.find((text) => text !== undefined && text !== '');
  return found === undefined ? 0 : Date.parse(found);
}
