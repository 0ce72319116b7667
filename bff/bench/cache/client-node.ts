import { CustomObjectsApi, KubeConfig, makeInformer, type KubernetesObject } from '@kubernetes/client-node';
import { measure } from './client.ts';
import { things } from './objects.ts';

/** The informer of the usual library, with the list function that its documentation shows. */
await measure(async (url) => {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'bench', server: url, skipTLSVerify: true }, { name: 'bench' });
  const { group, version, plural } = things;
  const api = config.makeApiClient(CustomObjectsApi);
  const informer = makeInformer<KubernetesObject>(
    config,
    `/apis/${group}/${version}/${plural}`,
    () => api.listClusterCustomObject({ group, version, plural }) as never,
  );
  await informer.start();
  return {
    synced: Promise.resolve(),
    onChange: (listener) => {
      informer.on('update', listener);
    },
  };
});
