import { expect } from 'vitest';
import { area } from '../case.ts';
import { widget, widgetNamespace, widgets } from '../fixtures.ts';
import { disputes, managers } from '../managers.ts';

export const applyStatus = area('apply of custom kinds', {
  'the main endpoint takes no status': async (api) => {
    const namespace = await widgetNamespace(api);
    const wanted = { ...widget('a'), status: { phase: 'Ready' } };
    const answer = await api.apply('one', widgets(namespace, 'a'), wanted);
    expect(answer.body.status).toBeUndefined();
    expect(managers(answer)).toEqual({ 'one/Apply': { 'f:spec': { 'f:size': {} } } });
  },
  'the status endpoint takes status only': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(`${widgets(namespace)}?fieldManager=maker`, widget('a'));
    const wanted = { ...widget('a', { size: 9 }, { labels: { a: 'b' } }), status: { phase: 'Ready' } };
    const answer = await api.apply('one', `${widgets(namespace, 'a')}/status`, wanted);
    expect(answer).toMatchObject({ status: 200, body: { spec: { size: 1 }, status: { phase: 'Ready' } } });
    expect(answer.body.metadata.labels).toBeUndefined();
    expect(managers(answer)['one/Apply/status']).toEqual({ 'f:status': { 'f:phase': {} } });
  },
  'a conflict about status says so': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const wanted = (phase: string) => ({ ...widget('a'), status: { phase } });
    await api.apply('one', `${widgets(namespace, 'a')}/status`, wanted('A'));
    const answer = await api.apply('two', `${widgets(namespace, 'a')}/status`, wanted('B'));
    expect(disputes(answer)).toEqual(['conflict with "one" with subresource "status": .status.phase']);
  },
  'status of what is not there is 404': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.apply('one', `${widgets(namespace, 'a')}/status`, widget('a'));
    expect(answer).toMatchObject({ status: 404, body: { reason: 'NotFound' } });
  },
  'a status that stays has a time where the rest of what was applied would have changed something': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' } });
    const timed = async (manager: string, metadata: Readonly<Record<string, unknown>>) => {
      const wanted = { ...widget('a', {}, metadata), status: { phase: 'Ready' } };
      const { body } = await api.apply(manager, `${widgets(namespace, 'a')}/status`, wanted);
      return body.metadata.managedFields.some((entry) => entry.manager === manager && 'time' in entry);
    };
    expect([await timed('one', {}), await timed('two', { labels: { a: 'b' } })]).toEqual([false, true]);
  },
  'a status that is emptied with its last field is null, which is refused': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const wanted = (status: Readonly<Record<string, unknown>>) => ({ ...widget('a'), status });
    await api.apply('one', `${widgets(namespace, 'a')}/status`, wanted({ phase: 'Ready' }));
    const answer = await api.apply('one', `${widgets(namespace, 'a')}/status`, wanted({}));
    expect(answer).toMatchObject({
      status: 422,
      body: {
        details: {
          causes: [{ field: 'status', message: 'Invalid value: "null":  in body must be of type object: "null"' }],
        },
      },
    });
  },
});
