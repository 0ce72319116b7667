import { childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { typeOf } from './values.ts';

/** A logical unit that the host sees. */
export interface HostScsiDisk {
  /** As datastores name their devices, `naa.…`. */
  readonly canonicalName: string;
  readonly vendor: string;
  readonly model: string;
  readonly key: string;
}

export interface HostBusAdapter {
  readonly key: string;
  readonly hbaDevice: string;
  readonly model: string;
  readonly protocol: string;
}

/** Which disks are behind an adapter. */
export interface HostScsiPath {
  /** Of the adapter. */
  readonly key: string;
  readonly scsiDiskKeys: readonly string[];
}

export function readScsiDisks(array: XmlElement | undefined): readonly HostScsiDisk[] {
  return childrenOf(array, 'ScsiLun')
    .filter((lun) => typeOf(lun) === 'HostScsiDisk')
    .map((disk) => ({
      canonicalName: textAt(disk, 'canonicalName'),
      vendor: textAt(disk, 'vendor'),
      model: textAt(disk, 'model'),
      key: textAt(disk, 'key'),
    }));
}

const protocols: Readonly<Record<string, string>> = {
  HostFibreChannelHba: 'FibreChannel',
  HostFibreChannelOverEthernetHba: 'FCoE',
  HostInternetScsiHba: 'iSCSI',
  HostParallelScsiHba: 'SCSI',
  HostSerialAttachedHba: 'SAS',
  HostPcieHba: 'PCIe',
  HostRdmaHba: 'RDMA',
  HostTcpHba: 'TCP',
};

export function readBusAdapters(array: XmlElement | undefined): readonly HostBusAdapter[] {
  return childrenOf(array, 'HostHostBusAdapter').map((adapter) => ({
    key: textAt(adapter, 'key'),
    hbaDevice: textAt(adapter, 'device'),
    model: textAt(adapter, 'model'),
    protocol: protocols[typeOf(adapter)] ?? 'Unknown',
  }));
}

export function readScsiPaths(array: XmlElement | undefined): readonly HostScsiPath[] {
  return childrenOf(array, 'HostScsiTopologyInterface').map((adapter) => ({
    key: textAt(adapter, 'adapter'),
    scsiDiskKeys: childrenOf(adapter, 'target').flatMap((target) =>
      childrenOf(target, 'lun').map((lun) => textAt(lun, 'scsiLun')),
    ),
  }));
}
