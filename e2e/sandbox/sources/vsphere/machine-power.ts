import type { Clock } from '../../clock.ts';
import { stun } from './change-tracking.ts';
import type { VirtualMachine } from './entities.ts';
import { settleWriting } from './guest-writing.ts';
import type { Inventory } from './inventory.ts';
import type { VmPower } from './model-spec.ts';
import { VimFault } from './soap.ts';
import { enumeration } from './values.ts';

/** A machine was powered on. */
export interface MachineStart {
  /** Of its event; grows. */
  readonly key: number;
  readonly vm: string;
  readonly at: number;
  readonly user: string;
}

/** Who is at the console of the vCenter. */
const person = 'VSPHERE.LOCAL\\Administrator';

/** How machines are switched on and off, with what a guest does of its own accord. */
export class MachinePower {
  /** Oldest first; kept for as long as the vCenter runs. */
  readonly starts: MachineStart[] = [];
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #bootMs: number;

  constructor(of: { inventory: Inventory; clock: Clock; bootMs: number }) {
    this.#inventory = of.inventory;
    this.#clock = of.clock;
    this.#bootMs = of.bootMs;
  }

  /** Sets the state at once; VMware Tools follow when the guest has booted. */
  set(vm: VirtualMachine, power: VmPower, user = person): void {
    if (power === 'poweredOn' && vm.power !== power)
      this.starts.push({ key: this.starts.length + 1, vm: vm.id, at: this.#clock.now(), user });
    settleWriting(vm, power, this.#clock.now());
    vm.power = power;
    if (power === 'poweredOn') stun(vm);
    vm.toolsRunning = false;
    vm.bootedAt = power === 'poweredOn' ? this.#clock.now() : undefined;
    this.#inventory.change([vm.id]);
    if (power !== 'poweredOn' || !vm.toolsInstalled) return;
    this.#laterInThisBoot(vm, this.#bootMs, () => {
      vm.toolsRunning = true;
      this.#inventory.change([vm.id]);
    });
  }

  /** Throws VimFault InvalidPowerState or, for a template, NotSupported. */
  switchTo(vm: VirtualMachine, power: 'poweredOn' | 'poweredOff', user: string): void {
    if (vm.template) throw new VimFault('NotSupported', 'The operation is not supported on the object.');
    if (vm.power === power) throw invalidPowerState(vm, power === 'poweredOn' ? 'poweredOff' : 'poweredOn');
    this.set(vm, power, user);
  }

  /** Asks the guest. Throws VimFault InvalidPowerState or ToolsUnavailable. */
  shutdownGuest(vm: VirtualMachine): void {
    if (vm.power !== 'poweredOn') throw invalidPowerState(vm, 'poweredOn');
    if (!vm.toolsRunning) {
      throw new VimFault(
        'ToolsUnavailable',
        'Cannot complete operation because VMware Tools is not running in this virtual machine.',
      );
    }
    if (vm.shutdown === 'never') return;
    this.#laterInThisBoot(vm, vm.shutdown * 1000, () => {
      this.set(vm, 'poweredOff');
    });
  }

  #laterInThisBoot(vm: VirtualMachine, ms: number, run: () => void): void {
    const { bootedAt } = vm;
    this.#clock.after(ms, () => {
      if (this.#inventory.get(vm.id) === vm && vm.power === 'poweredOn' && vm.bootedAt === bootedAt) run();
    });
  }
}

function invalidPowerState(vm: VirtualMachine, requested: VmPower): VimFault {
  const message = `The attempted operation cannot be performed in the current state (${vm.power === 'poweredOn' ? 'Powered on' : 'Powered off'}).`;
  return new VimFault('InvalidPowerState', message, {
    requestedState: enumeration('VirtualMachinePowerState', requested),
    existingState: enumeration('VirtualMachinePowerState', vm.power),
  });
}
