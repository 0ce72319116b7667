import { objectsAt, textAt, textsAt } from '../json.ts';
import { containersOf } from '../kinds/pod.ts';
import type { KubeObject } from '../object.ts';
import { invalidValue } from '../schema/validate.ts';
import type { Cause } from '../status-error.ts';

type Scope = (pod: KubeObject) => boolean;

function asksForNothing(pod: KubeObject): boolean {
  return containersOf(pod).every(({ container }) =>
    ['requests', 'limits'].every((which) => {
      const amounts = (container.resources ?? {}) as Readonly<Record<string, unknown>>;
      return Object.keys(amounts[which] ?? {}).length === 0;
    }),
  );
}

const ends: Scope = (pod) => typeof pod.spec?.activeDeadlineSeconds === 'number';

const SCOPES: Readonly<Record<string, Scope>> = {
  BestEffort: asksForNothing,
  NotBestEffort: (pod) => !asksForNothing(pod),
  Terminating: ends,
  NotTerminating: (pod) => !ends(pod),
  PriorityClass: (pod) => textAt(pod.spec, 'priorityClassName') !== undefined,
};

function holds(pod: KubeObject, expression: object): boolean {
  const scope = textAt(expression, 'scopeName') ?? '';
  const values = textsAt(expression, 'values');
  const chosen = values.includes(textAt(pod.spec, 'priorityClassName') ?? '');
  switch (textAt(expression, 'operator')) {
    case 'In':
      return chosen;
    case 'NotIn':
      return !chosen;
    case 'DoesNotExist':
      return SCOPES[scope]?.(pod) !== true;
    default:
      return SCOPES[scope]?.(pod) === true;
  }
}

/** Whether a quota is about the object. A quota with scopes is about pods only. */
export function inScope(quota: KubeObject, collection: string, object: KubeObject): boolean {
  const scopes = textsAt(quota.spec, 'scopes');
  const expressions = objectsAt(quota.spec, 'scopeSelector', 'matchExpressions');
  if (scopes.length + expressions.length === 0) return true;
  if (collection !== '/pods') return false;
  return scopes.every((scope) => SCOPES[scope]?.(object) === true) && expressions.every((one) => holds(object, one));
}

const OPPOSITES = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;
const OF_PODS = /^(?:(?:requests|limits)\.(?:cpu|memory)|cpu|memory|pods)$/;

/** What is wrong with the scopes of a quota. */
export function scopeProblems(quota: KubeObject): Cause[] {
  const scopes = textsAt(quota.spec, 'scopes');
  const problem = (why: string) => invalidValue('spec.scopes', scopes, why);
  const hard = Object.keys(quota.spec?.hard ?? {});
  const limit = scopes.includes('BestEffort') ? /^pods$/ : OF_PODS;
  return [
    ...(scopes.every((scope) => scope in SCOPES) ? [] : [problem('unsupported scope')]),
    ...OPPOSITES.filter((pair) => pair.every((scope) => scopes.includes(scope))).map(() =>
      problem('conflicting scopes'),
    ),
    ...(scopes.length === 0
      ? []
      : hard.filter((name) => !limit.test(name)).map(() => problem('unsupported scope applied to resource'))),
  ];
}
