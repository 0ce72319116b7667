import type { OperatorContext } from '../operator.ts';
import { defaultOverhead } from './claim-spec.ts';

/** Makes the configuration of CDI with its defaults, unless there is one. */
export async function ensureCdiConfig({ stores, client }: OperatorContext): Promise<void> {
  const name = 'config';
  const config =
    (await stores.cdiConfigs.ensure({ metadata: { name }, spec: {} })) ??
    (await client.get(stores.cdiConfigs.kind, { name }));
  if (config && config.status?.filesystemOverhead === undefined) {
    await stores.cdiConfigs.patchStatus(config, { filesystemOverhead: { global: defaultOverhead, storageClass: {} } });
  }
}
