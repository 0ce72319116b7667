import type { OperatorContext } from '../operator.ts';
import { startInstances } from './instances.ts';
import { startMachines } from './machines.ts';

export function startKubevirt(context: OperatorContext): void {
  startMachines(context);
  startInstances(context);
}
