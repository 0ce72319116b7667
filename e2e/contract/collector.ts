import type { Api } from './api.ts';
import { configMap, core, widget, widgets } from './fixtures.ts';

const NOBODY = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'nobody',
  uid: '11111111-1111-4111-8111-111111111111',
};

/**
 * Ends when the garbage collector knows everything about ConfigMaps and widgets that was written before: it learns of
 * the objects of a kind in their order, and has then deleted one of each kind that nobody owns.
 */
export async function collectorIsCurrent(api: Api, namespace: string): Promise<void> {
  const metadata = { ownerReferences: [NOBODY] };
  const probe = api.unique('zz-probe');
  await Promise.all([
    api.make(core(namespace, 'configmaps'), configMap(probe, { metadata })),
    api.make(widgets(namespace), widget(probe, {}, metadata)),
  ]);
  await Promise.all([api.gone(core(namespace, 'configmaps', probe)), api.gone(widgets(namespace, probe))]);
}

/** Whether an object is one that `collectorIsCurrent` made. */
export function isProbe(name: string): boolean {
  return name.startsWith('zz-probe');
}
