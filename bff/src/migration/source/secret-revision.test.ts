import { expect, test } from 'vitest';
import type { Secret } from '../../api/kinds/core.ts';
import { secretRevision } from './secret-revision.ts';

const secret: Secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'vc', uid: 'u', resourceVersion: '1', labels: { a: '1', b: '2' } },
  data: { user: 'YQ==', password: 'YQ==' },
};

test.each<[string, Secret, boolean]>([
  ['a finalizer', { ...secret, metadata: { ...secret.metadata, resourceVersion: '2', finalizers: ['x'] } }, false],
  ['the order of keys', { ...secret, data: { password: 'YQ==', user: 'YQ==' } }, false],
  ['another password', { ...secret, data: { ...secret.data, password: 'Yg==' } }, true],
  ['an annotation', { ...secret, metadata: { ...secret.metadata, annotations: { again: 'please' } } }, true],
  ['a Secret made anew', { ...secret, metadata: { ...secret.metadata, uid: 'v' } }, true],
])('%s', (_name, changed, isNew) => {
  expect(secretRevision(changed) !== secretRevision(secret)).toBe(isNew);
});
