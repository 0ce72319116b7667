import { expect } from 'vitest';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';

const leases = (namespace: string, name?: string) =>
  `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases${name === undefined ? '' : `/${name}`}`;

const lease = (spec: Record<string, unknown>) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'l' },
  spec,
});

const event = (namespace: string, name: string, more: Record<string, unknown> = {}) => ({
  metadata: { name },
  involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'x' },
  reason: 'Made',
  message: 'It was made.',
  type: 'Normal',
  ...more,
});

export const leasesAndEvents = area('leases and events', {
  'a lease keeps microseconds': async (api) => {
    const namespace = await api.namespace();
    const spec = { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2024-01-02T03:04:05.000006Z' };
    expect((await api.make(leases(namespace), lease(spec))).spec).toEqual(spec);
  },
  'a time without microseconds is 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(leases(namespace), lease({ renewTime: '2024-01-02T03:04:05Z' }));
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain(
      'Lease in version "v1" cannot be handled as a Lease: parsing time "2024-01-02T03:04:05Z"',
    );
  },
  'of two who renew, one loses with 409': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(leases(namespace), lease({ holderIdentity: 'a', leaseDurationSeconds: 15 }));
    const as = (holderIdentity: string) => ({ ...made, spec: { ...made.spec, holderIdentity } });
    const statuses = await Promise.all([
      api.put(leases(namespace, 'l'), as('b')),
      api.put(leases(namespace, 'l'), as('c')),
    ]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 409]);
  },
  'a duration must be positive': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(leases(namespace), lease({ leaseDurationSeconds: 0 }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0');
  },
  'an event is stored with its object': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'events'), event(namespace, 'e', { count: 1 }));
    expect(made).toMatchObject({
      kind: 'Event',
      apiVersion: 'v1',
      involvedObject: { name: 'x' },
      reason: 'Made',
      count: 1,
    });
  },
  'an event about another namespace is 422': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'events'), event('elsewhere', 'e'));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('involvedObject.namespace: Invalid value: "elsewhere"');
  },
  'a repetition is a patch of the count': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'events'), event(namespace, 'e', { count: 1 }));
    const answer = await api.patch('strategic', core(namespace, 'events', 'e'), { count: 2, message: 'Again.' });
    expect(answer).toMatchObject({ status: 200, body: { count: 2, message: 'Again.' } });
  },
  'the events group shows the same events': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'events'), event(namespace, 'e'));
    const answer = await api.get(`/apis/events.k8s.io/v1/namespaces/${namespace}/events/e`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      apiVersion: 'events.k8s.io/v1',
      regarding: { kind: 'ConfigMap', name: 'x' },
      note: 'It was made.',
      reason: 'Made',
      type: 'Normal',
    });
  },
  'the events group demands who reports': async (api) => {
    const namespace = await api.namespace();
    const path = `/apis/events.k8s.io/v1/namespaces/${namespace}/events`;
    const complete = {
      metadata: { name: 'e' },
      regarding: { kind: 'ConfigMap', namespace, name: 'x' },
      eventTime: '2026-01-02T03:04:05.000006Z',
      reportingController: 'gantry.dev/controller',
      reportingInstance: 'gantry-0',
      action: 'Making',
      reason: 'Made',
      type: 'Normal',
      note: 'It was made.',
    };
    expect((await api.post(path, complete)).status).toBe(201);
    const answer = await api.post(path, { ...complete, metadata: { name: 'f' }, reportingController: '' });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('reportingController: Required value');
    const seen = await api.get(core(namespace, 'events', 'e'));
    expect(seen.body).toMatchObject({ message: 'It was made.', reportingComponent: 'gantry.dev/controller' });
  },
});
