import type { Api } from './api.ts';
import { configMap, core } from './fixtures.ts';

/** A ConfigMap's place and what a manager wants of its data there. */
export async function configMapPlace(api: Api) {
  const namespace = await api.namespace();
  const path = core(namespace, 'configmaps', 'a');
  const apply = (manager: string, data?: Readonly<Record<string, string>>, query = '') =>
    api.apply(manager, path, configMap('a', data === undefined ? {} : { data }), query);
  return { namespace, path, apply };
}
