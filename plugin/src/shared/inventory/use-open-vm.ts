import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Whose concerns are open stands in the address, so that a link or a reload shows them again. */
export function useOpenVm() {
  const [params, setParams] = useSearchParams();
  const open = useCallback(
    (vm: string | undefined) => {
      setParams(
        (now) => {
          const next = new URLSearchParams(now);
          if (vm === undefined) next.delete('vm');
          else next.set('vm', vm);
          return next;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  return { vm: params.get('vm') ?? undefined, open };
}
