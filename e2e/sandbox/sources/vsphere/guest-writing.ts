import type { VirtualMachine } from './entities.ts';

/** How often the machine's guest has written to each of its disks by `now`. */
export function ticksOf({ writing, power }: VirtualMachine, now: number): number {
  if (writing === undefined) return 0;
  if (writing.since === undefined || power !== 'poweredOn') return writing.ticks;
  return writing.ticks + Math.floor((now - writing.since) / writing.everyMs);
}

/** To be called when the machine's power is about to be `power`: a guest that does not run does not write. */
export function settleWriting(vm: VirtualMachine, power: VirtualMachine['power'], now: number): void {
  if (vm.writing === undefined) return;
  vm.writing.ticks = ticksOf(vm, now);
  vm.writing.since = power === 'poweredOn' ? now : undefined;
}

/** From now on the guest writes so often; undefined ends it, and what it wrote stays. */
export function writeEvery(vm: VirtualMachine, everyMs: number | undefined, now: number): void {
  const since = vm.power === 'poweredOn' ? now : undefined;
  vm.writing = { everyMs: everyMs ?? Infinity, ticks: ticksOf(vm, now), since };
}
