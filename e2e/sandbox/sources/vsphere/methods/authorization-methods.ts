import { existing } from '../selection.ts';
import { referenceOf } from '../soap.ts';
import { data, list, reference } from '../values.ts';
import { childrenNamed } from '../xml.ts';
import type { Call, Method } from './method.ts';
import { returns } from './method.ts';

function privileges({ element }: Call): string[] {
  return childrenNamed(element, 'privId').map((privilege) => privilege.text.trim());
}

function entities(call: Call, name: string) {
  return childrenNamed(call.element, name).map((element) => existing(referenceOf(element), call.service.inventory));
}

export const authorizationMethods: Readonly<Record<string, Method>> = {
  HasPrivilegeOnEntity: (call) => {
    entities(call, 'entity');
    return privileges(call).flatMap((privilege) => returns(!call.service.missingPrivileges.has(privilege)));
  },
  HasUserPrivilegeOnEntities: (call) =>
    entities(call, 'entities').flatMap((entity) =>
      returns(
        data('EntityPrivilege', {
          entity: reference(entity.type, entity.id),
          privAvailability: list(
            'PrivilegeAvailability',
            privileges(call).map((privId) =>
              data('PrivilegeAvailability', { privId, isGranted: !call.service.missingPrivileges.has(privId) }),
            ),
          ),
        }),
      ),
    ),
};
