import type { MachineScope } from '../scope.ts';
import type { OpenSource } from './sources.ts';

/**
 * The source as the disks of this run are read: at the host that was chosen when the run began, else at the provider.
 * Conversions that copy by themselves go to the provider where they could not verify the host.
 */
export async function readingSource(scope: MachineScope, reader: 'copy' | 'conversion'): Promise<OpenSource> {
  const source = await scope.source();
  const { host } = scope.resolved.source;
  if (host === undefined || source.throughHost === undefined) return source;
  const { connection, fingerprint, converts } = await source.throughHost(host);
  return reader === 'conversion' && !converts ? source : { ...source, connection, fingerprint };
}
