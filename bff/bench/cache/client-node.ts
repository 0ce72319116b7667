import {
  CustomObjectsApi,
  KubeConfig,
  makeInformer,
  type KubernetesListObject,
  type KubernetesObject,
} from '@kubernetes/client-node';
import { things } from '../things.ts';
import { measure } from './client.ts';

/** The informer of the usual library, with the list function that its documentation shows. */
await measure(async (url) => {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'bench', server: url, skipTLSVerify: true }, { name: 'bench' });
  const { group, version, plural } = things;
  const api = config.makeApiClient(CustomObjectsApi);
  const informer = makeInformer<KubernetesObject>(
    config,
    `/apis/${group}/${version}/${plural}`,
    // Its types promise nothing of custom objects; it is a list of them.
    () => api.listClusterCustomObject({ group, version, plural }) as Promise<KubernetesListObject<KubernetesObject>>,
  );
  await informer.start();
  return {
    synced: Promise.resolve(),
    onChange: (listener) => {
      informer.on('update', listener);
    },
  };
});
