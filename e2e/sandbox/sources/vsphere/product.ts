import type { Value } from './values.ts';
import { data } from './values.ts';

export const apiVersion = '8.0.2.0';

export type ProductKind = 'vcenter' | 'esxi';

export function vcenter(instanceUuid: string): Value {
  const type = { productLineId: 'vpx', apiType: 'VirtualCenter', osType: 'linux-x64' };
  return product({ name: 'VMware vCenter Server', ...type, instanceUuid });
}

export function esxi(): Value {
  return product({ name: 'VMware ESXi', productLineId: 'embeddedEsx', apiType: 'HostAgent', osType: 'vmnix-x86' });
}

/** AboutInfo. */
function product(of: {
  readonly name: string;
  readonly productLineId: string;
  readonly apiType: string;
  readonly osType: string;
  readonly instanceUuid?: string;
}): Value {
  return data('AboutInfo', {
    name: of.name,
    fullName: `${of.name} 8.0.2 build-22617221`,
    vendor: 'VMware, Inc.',
    version: '8.0.2',
    build: '22617221',
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: of.osType,
    productLineId: of.productLineId,
    apiType: of.apiType,
    apiVersion,
    instanceUuid: of.instanceUuid,
    licenseProductName: of.name,
    licenseProductVersion: '8.0',
  });
}
