import type { ProviderDriver } from '../driver.ts';
import { readConnection } from './connection.ts';
import { vsphereHosts } from './hosts.ts';
import { openSource } from './source.ts';
import { testEndpoint } from './test-endpoint.ts';
import { vsphereTransfers } from './transfers.ts';

export const vsphereDriver: ProviderDriver = {
  type: 'vsphere',
  connection: readConnection,
  test: testEndpoint,
  source: openSource,
  transfers: vsphereTransfers,
  hosts: vsphereHosts,
};
