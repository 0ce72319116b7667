import type { ProviderDriver } from './driver.ts';
import { vsphereDriver } from './vsphere/driver.ts';

const drivers: readonly ProviderDriver[] = [vsphereDriver];

/** The driver of `Provider.spec.type`; undefined for a type that is not supported. */
export function driverOf(type: string): ProviderDriver | undefined {
  return drivers.find((driver) => driver.type === type);
}
