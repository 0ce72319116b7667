import { useCallback } from 'react';
import { useAddressParams } from '../page/use-address-params.ts';

/** Whose concerns are open stands in the address, so that a link or a reload shows them again. */
export function useOpenVm() {
  const [params, change] = useAddressParams();
  const open = useCallback(
    (vm: string | undefined) => {
      change((now) => {
        const next = new URLSearchParams(now);
        if (vm === undefined) next.delete('vm');
        else next.set('vm', vm);
        return next;
      });
    },
    [change],
  );
  return { vm: params.get('vm') ?? undefined, open };
}
