import type { VmRow } from '../../api/http/plan-machines.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { VmState } from '../../api/http/states.ts';
import { touchedAnnotation } from '../../migration/conversion/touched-claims.ts';
import type { ConsequenceFacts } from './consequence-facts.ts';
import { counted, sentence } from './message.ts';

/** From the pod on that converts. */
const begun: ReadonlySet<VmState> = new Set(['ConvertingGuest', 'CreatingVm']);

export function onlyConverts({ spec }: ConsequenceFacts['plan']): boolean {
  return spec.type === 'conversion';
}

/** Of canceling VMs whose claims others have filled. */
export function canceledConversions({ plan, vms }: Pick<ConsequenceFacts, 'plan' | 'vms'>): Message[] {
  const converting = vms.filter(({ state }: VmRow) => begun.has(state)).length;
  return [
    sentence('cancel-conversion', 'Nothing was copied and no disk is deleted: the claims in project {project} stay.', {
      project: plan.spec.targetNamespace,
    }),
    ...(converting === 0
      ? []
      : [
          sentence(
            'cancel-begun',
            'The conversion of {guests} has begun. {whose} claims may be half written, and are refused until they are filled anew and the annotation {annotation} is taken off them.',
            {
              guests: counted(converting, 'guest'),
              whose: converting === 1 ? 'Its' : 'Their',
              annotation: touchedAnnotation,
            },
          ),
        ]),
  ];
}

export function archivedConversions({ plan }: Pick<ConsequenceFacts, 'plan'>): Message {
  return sentence(
    'archive-conversion',
    'Temporary pods and secrets are removed. The claims in project {project}, migrated VMs and results stay.',
    { project: plan.spec.targetNamespace },
  );
}
