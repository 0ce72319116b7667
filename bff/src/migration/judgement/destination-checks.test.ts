import { expect, test } from 'vitest';
import type { Provider } from '../../api/generated/provider.ts';
import { planScope } from '../../testing/plan-scope.ts';
import { judgeDestination } from './destination-checks.ts';

const other: Provider = {
  apiVersion: 'forklift.konveyor.io/v1beta1',
  kind: 'Provider',
  metadata: { name: 'other', namespace: 'migrations', uid: 'u-1' },
  spec: { type: 'openshift', url: 'https://other.test', secret: {} },
};
const host: Provider = { ...other, spec: { ...other.spec, url: '' } };

test.each([
  ['this cluster', host, {}, []],
  ['another cluster, raw', other, { skipGuestConversion: true }, []],
  ['another cluster, converted', other, {}, ['RemoteConversionNotSupported/NotSupported']],
  ['no destination', undefined, {}, []],
])('%s', (_name, object, spec, expected) => {
  const scope = planScope({ destination: { ref: { name: 'x' }, object } });
  const judged = judgeDestination({ ...scope, plan: { ...scope.plan, spec: { ...scope.plan.spec, ...spec } } });
  expect(judged.map(({ type, reason = '' }) => `${type}/${reason}`)).toEqual(expected);
});
