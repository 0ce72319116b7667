import type { AuthenticatedCall, Method } from './method.ts';
import { machineOf, returns } from './method.ts';

const operations = { poweredOn: 'VirtualMachine.powerOn', poweredOff: 'VirtualMachine.powerOff' } as const;

function switchTo(call: AuthenticatedCall, power: 'poweredOn' | 'poweredOff') {
  const vm = machineOf(call);
  const { service, session } = call;
  const task = service.tasks.start({
    operation: operations[power],
    entity: vm,
    user: session.user,
    durationMs: service.powerMs,
    run: () => {
      service.power.switchTo(vm, power, session.user);
      return undefined;
    },
  });
  return returns(task);
}

export const powerMethods: Readonly<Record<string, Method>> = {
  PowerOnVM_Task: (call) => switchTo(call, 'poweredOn'),
  PowerOffVM_Task: (call) => switchTo(call, 'poweredOff'),
  ShutdownGuest: (call) => {
    call.service.power.shutdownGuest(machineOf(call));
    return [];
  },
};
