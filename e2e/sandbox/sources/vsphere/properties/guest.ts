import type { Nic, VirtualMachine } from '../entities.ts';
import { isFacility } from '../entities.ts';
import { guestSystems } from '../guest-systems.ts';
import type { Value } from '../values.ts';
import { data, enumeration, list, long } from '../values.ts';
import type { PropertyContext } from './property-table.ts';

function toolsStatus(vm: VirtualMachine) {
  if (!vm.toolsInstalled)
    return { status: 'toolsNotInstalled', version: 'guestToolsNotInstalled', running: 'guestToolsNotRunning' };
  if (!vm.toolsRunning)
    return { status: 'toolsNotRunning', version: 'guestToolsUnmanaged', running: 'guestToolsNotRunning' };
  return { status: 'toolsOk', version: 'guestToolsUnmanaged', running: 'guestToolsRunning' };
}

/** `summary.guest`. */
export function guestSummary(vm: VirtualMachine): Value {
  const system = guestSystems[vm.guest];
  const tools = toolsStatus(vm);
  return data('VirtualMachineGuestSummary', {
    guestId: vm.toolsInstalled ? system.guestId : undefined,
    guestFullName: vm.toolsInstalled ? system.toolsName : undefined,
    toolsStatus: enumeration('VirtualMachineToolsStatus', tools.status),
    toolsVersionStatus: tools.version,
    toolsVersionStatus2: tools.version,
    toolsRunningStatus: tools.running,
    hostName: vm.toolsInstalled ? vm.hostName : undefined,
    ipAddress: vm.toolsRunning ? firstAddress(vm) : undefined,
  });
}

function firstAddress(vm: VirtualMachine): string | undefined {
  return vm.nics.find((nic) => nic.address !== undefined)?.address?.split('/')[0];
}

/** `guest`: what VMware Tools said. Addresses and file systems are there only while they run. */
export function guestInfo(vm: VirtualMachine, context: PropertyContext): Value {
  const system = guestSystems[vm.guest];
  const tools = toolsStatus(vm);
  return data('GuestInfo', {
    toolsStatus: enumeration('VirtualMachineToolsStatus', tools.status),
    toolsVersionStatus: tools.version,
    toolsVersionStatus2: tools.version,
    toolsRunningStatus: tools.running,
    toolsVersion: vm.toolsInstalled ? '12352' : '0',
    guestId: vm.toolsRunning ? system.guestId : undefined,
    guestFamily: vm.toolsRunning ? `${system.inspected.family}Guest` : undefined,
    guestFullName: vm.toolsRunning ? system.toolsName : undefined,
    hostName: vm.toolsInstalled ? vm.hostName : undefined,
    ipAddress: vm.toolsRunning ? firstAddress(vm) : undefined,
    net: vm.toolsRunning
      ? list(
          'GuestNicInfo',
          vm.nics.map((nic) => nicInfo(nic, context)),
        )
      : undefined,
    ipStack: vm.toolsRunning ? list('GuestStackInfo', [stackInfo(vm)]) : undefined,
    disk: vm.toolsRunning ? list('GuestDiskInfo', diskInfo(vm)) : undefined,
    guestState: vm.toolsRunning ? 'running' : 'notRunning',
    guestOperationsReady: vm.toolsRunning,
    interactiveGuestOperationsReady: false,
  });
}

function nicInfo(nic: Nic, { inventory }: PropertyContext): Value {
  const network = inventory.get(nic.network);
  const [ipAddress, prefix] = nic.address?.split('/') ?? [];
  return data('GuestNicInfo', {
    network: network && !isFacility(network) ? network.name : undefined,
    ipAddress: ipAddress === undefined ? undefined : list('String', [ipAddress]),
    macAddress: nic.mac,
    connected: nic.connected,
    deviceConfigId: nic.key,
    ipConfig:
      ipAddress === undefined
        ? undefined
        : data('NetIpConfigInfo', {
            ipAddress: list('NetIpConfigInfoIpAddress', [
              data('NetIpConfigInfoIpAddress', {
                ipAddress,
                prefixLength: Number(prefix),
                origin: 'manual',
                state: 'preferred',
              }),
            ]),
          }),
  });
}

function stackInfo(vm: VirtualMachine): Value {
  const routes = vm.nics.flatMap((nic, index) => {
    const octets = nic.address?.split('/')[0]?.split('.');
    if (octets?.length !== 4 || index > 0) return [];
    const gateway = data('NetIpRouteConfigInfoGateway', {
      ipAddress: [...octets.slice(0, 3), '1'].join('.'),
      device: String(index),
    });
    return [data('NetIpRouteConfigInfoIpRoute', { network: '0.0.0.0', prefixLength: 0, gateway })];
  });
  return data('GuestStackInfo', {
    dnsConfig: data('NetDnsConfigInfo', {
      dhcp: false,
      hostName: vm.hostName,
      domainName: 'sandbox.test',
      ipAddress: list('String', ['192.0.2.53']),
      searchDomain: list('String', ['sandbox.test']),
    }),
    ipRouteConfig: data('NetIpRouteConfigInfo', { ipRoute: list('NetIpRouteConfigInfoIpRoute', routes) }),
  });
}

/** The disks of small machines are smaller than any guest's: its file systems are not scaled down with them. */
function diskInfo(vm: VirtualMachine): Value[] {
  const first = vm.disks[0];
  if (first === undefined) return [];
  return vm.fileSystems.map((part) =>
    data('GuestDiskInfo', {
      diskPath: part.path,
      capacity: long(Math.max(Math.floor(first.capacityBytes / vm.fileSystems.length), part.freeBytes ?? 0)),
      freeSpace: part.freeBytes === undefined ? undefined : long(part.freeBytes),
      filesystemType: part.type,
      mappings: part.unmapped
        ? undefined
        : list('GuestInfoVirtualDiskMapping', [data('GuestInfoVirtualDiskMapping', { key: first.key })]),
    }),
  );
}
