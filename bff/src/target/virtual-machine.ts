import type { PlanSpec } from '../api/generated/plan.ts';
import type { Domain, RunStrategy, VirtualMachine } from '../api/kinds/kubevirt.ts';
import type { PowerState, SourceMachine } from '../machine/source-machine.ts';
import { targetDisks } from './disks.ts';
import { targetInterfaces } from './interfaces.ts';
import { deviceModels, type TargetInput, type TargetOptions } from './target-input.ts';

/** The target machine. Throws InvalidInputError when a name template gives no valid name. */
export function virtualMachine(input: TargetInput): VirtualMachine {
  const { machine, name, options, instanceType, preference } = input;
  const models = deviceModels(options);
  const { disks, volumes } = targetDisks(input, models);
  const { interfaces, networks, addresses } = targetInterfaces(input, models);
  const app = name.slice(0, 63).replace(/[-.]+$/, '');
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: {
      name,
      namespace: input.namespace,
      labels: { ...input.labels, app, guestConverted: String(options.skipGuestConversion !== true) },
      annotations: { ...renamed(machine, name), ...input.annotations },
    },
    spec: {
      runStrategy: runStrategy(options.targetPowerState, input.recordedPower),
      ...(instanceType && { instancetype: { kind: instanceType.kind, name: instanceType.name } }),
      ...(preference && { preference: { kind: preference.kind, name: preference.name } }),
      template: {
        metadata: { labels: { ...options.targetLabels, app }, ...(addresses && { annotations: addresses }) },
        spec: {
          domain: {
            ...(instanceType === undefined && sizing(machine, options)),
            firmware: firmware(machine, input.serial ?? 'uuid'),
            ...features(machine),
            ...clock(machine, preference),
            devices: {
              disks,
              interfaces,
              // Without this, KubeVirt gives a machine that has no NIC one on the pod network.
              ...(interfaces.length === 0 && { autoattachPodInterface: false }),
              inputs: [{ name: 'tablet', type: 'tablet', bus: models === 'compatible' ? 'usb' : 'virtio' }],
              ...(machine.tpm && { tpm: { persistent: true } }),
            },
          },
          networks,
          volumes,
          ...(options.targetNodeSelector && { nodeSelector: options.targetNodeSelector }),
          ...(options.targetAffinity && { affinity: options.targetAffinity }),
        },
      },
    },
  };
}

/** Runs after migration exactly if the source did, unless the plan says otherwise. */
export function runStrategy(wanted: PlanSpec['targetPowerState'], recorded: PowerState): RunStrategy {
  if (wanted === 'on') return 'Always';
  if (wanted === 'off') return 'Halted';
  return recorded === 'On' ? 'Always' : 'Halted';
}

function renamed(machine: SourceMachine, name: string): Record<string, string> {
  return machine.name === name ? {} : { 'openshift.io/display-name': machine.name, 'original-ID': machine.name };
}

function sizing(machine: SourceMachine, options: TargetOptions): Pick<Domain, 'cpu' | 'memory'> {
  const nested = options.enableNestedVirtualization ?? machine.nestedVirtualization;
  const policy = nested === true ? 'optional' : 'disable';
  return {
    cpu: {
      sockets: machine.cpu.sockets,
      cores: machine.cpu.coresPerSocket,
      ...(nested !== undefined && { features: ['vmx', 'svm'].map((feature) => ({ name: feature, policy })) }),
    },
    memory: { guest: `${Math.ceil(machine.memoryBytes / 2 ** 20)}Mi` },
  };
}

function firmware(machine: SourceMachine, serial: 'vmware' | 'uuid'): Domain['firmware'] {
  return {
    uuid: machine.uuid,
    serial: serial === 'vmware' ? vmwareSerial(machine.uuid) : machine.uuid,
    bootloader: machine.firmware.type === 'efi' ? { efi: efi(machine) } : { bios: {} },
  };
}

/** Where a TPM makes the cluster keep state of the machine anyway, the firmware's variables are kept with it. */
function efi({ firmware: { secureBoot }, tpm }: SourceMachine): { secureBoot: boolean; persistent?: boolean } {
  return { secureBoot, ...(tpm && { persistent: true }) };
}

/** An empty timer would keep a preference from choosing those that suit the guest. */
function clock({ timezone }: SourceMachine, preference: TargetInput['preference']): Pick<Domain, 'clock'> {
  return timezone === undefined ? {} : { clock: { timezone, ...(preference === undefined && { timer: {} }) } };
}

/** Secure boot needs system management mode. */
function features(machine: SourceMachine): Pick<Domain, 'features'> {
  const secure = machine.firmware.type === 'efi' && machine.firmware.secureBoot;
  return secure ? { features: { smm: { enabled: true } } } : {};
}

/** `VMware-56 4d … 1c-2f …`: the serial that the guest saw, to which licences may be bound. */
function vmwareSerial(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').toLowerCase().match(/../g) ?? [];
  return `VMware-${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
}
