import { childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { morefOf } from './service-content.ts';

/** A reference as the inventory shows it. */
export interface Ref {
  readonly kind: string;
  readonly id: string;
}

export function numberAt(element: XmlElement | undefined, ...names: readonly string[]): number {
  const value = Number(textAt(element, ...names));
  return Number.isFinite(value) ? value : 0;
}

export function isTrueAt(element: XmlElement | undefined, ...names: readonly string[]): boolean {
  return /^(true|1)$/i.test(textAt(element, ...names));
}

/** Type of a polymorphic value, without prefix; its element's name where none is told. */
export function typeOf(element: XmlElement): string {
  // The prefix that stands for XML Schema's instance namespace is the server's choice; nothing else has one.
  const { attributes } = element;
  for (const name in attributes) {
    const type = attributes[name];
    if (type !== undefined && name.endsWith(':type')) return type.slice(type.indexOf(':') + 1);
  }
  return element.name;
}

/** The inventory calls every sort of network a Network, and every sort of compute resource a Cluster. */
const kinds: Readonly<Record<string, string>> = {
  OpaqueNetwork: 'Network',
  DistributedVirtualPortgroup: 'Network',
  DistributedVirtualSwitch: 'Network',
  VmwareDistributedVirtualSwitch: 'Network',
  ComputeResource: 'Cluster',
  ClusterComputeResource: 'Cluster',
  HostSystem: 'Host',
  VirtualMachine: 'VM',
};

export function refOf(element: XmlElement | undefined): Ref | undefined {
  const moref = morefOf(element);
  return moref && { kind: kinds[moref.type] ?? moref.type, id: moref.id };
}

export function refsOf(array: XmlElement | undefined): readonly Ref[] {
  return childrenOf(array, 'ManagedObjectReference').flatMap((each) => refOf(each) ?? []);
}
