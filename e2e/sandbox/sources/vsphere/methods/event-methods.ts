import { existingParameter } from '../selection.ts';
import type { XmlParts } from '../soap.ts';
import { data, dateTime, reference, render } from '../values.ts';
import { child, childrenNamed, childText } from '../xml.ts';
import type { Call, Method } from './method.ts';

const told = 'VmPoweredOnEvent';

/** Of all events only those are told that a machine was powered on, and of one machine at a time. */
function startsOf({ element, service }: Call): XmlParts {
  const filter = child(element, 'filter');
  const entity = child(filter, 'entity');
  const types = childrenNamed(filter, 'eventTypeId').map(({ text }) => text.trim());
  if (entity === undefined || childText(entity, 'recursion') !== 'self') return [];
  if (types.length > 0 && !types.includes(told)) return [];
  const { id } = existingParameter(entity, 'entity', service.inventory);
  const starts = service.power.starts.filter(({ vm }) => vm === id);
  return starts.map(({ key, at, user }) =>
    render(
      'returnval',
      data(told, {
        key,
        chainId: key,
        createdTime: dateTime(at),
        userName: user,
        vm: data('VmEventArgument', { vm: reference('VirtualMachine', id) }),
        template: false,
      }),
    ),
  );
}

export const eventMethods: Readonly<Record<string, Method>> = { QueryEvents: startsOf };
