import type { VirtualMachine, VirtualMachineInstance } from '../api/kinds.ts';

export function runStrategyOf({ spec }: Pick<VirtualMachine, 'spec'>): string {
  if (spec.runStrategy !== undefined) return spec.runStrategy;
  return spec.running ? 'Always' : 'Halted';
}

export type Wish = 'run' | 'stop' | 'leave';

/** What a machine's strategy asks for, given how its instance is. */
export function wishOf(strategy: string, instance: VirtualMachineInstance | undefined): Wish {
  const phase = instance?.status?.phase;
  const ended = phase === 'Succeeded' || phase === 'Failed';
  switch (strategy) {
    case 'Always':
      return ended ? 'stop' : 'run';
    case 'RerunOnFailure':
      if (phase === 'Failed') return 'stop';
      return phase === 'Succeeded' ? 'leave' : 'run';
    case 'Once':
      return ended ? 'leave' : 'run';
    case 'Manual':
      return 'leave';
    default:
      return 'stop';
  }
}
