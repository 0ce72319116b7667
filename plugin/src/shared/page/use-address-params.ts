import { useCallback, useEffect } from 'react';
import { useSearchParams } from 'react-router';

/** A change that was made but is not rendered yet: the router would give the next one the parameters before it. */
let pending: { readonly from: string; readonly to: URLSearchParams } | undefined;

type Edit = (now: URLSearchParams) => URLSearchParams;

/** Parameters of the address; changes of several parts of a page in quick succession all hold. Nothing is added to the history. */
export function useAddressParams(): readonly [URLSearchParams, (edit: Edit) => void] {
  const [params, setParams] = useSearchParams();
  useEffect(() => {
    pending = undefined;
  }, [params]);
  const change = useCallback(
    (edit: Edit) => {
      const from = params.toString();
      const to = edit(pending?.from === from ? pending.to : params);
      pending = { from, to };
      setParams(to, { replace: true });
    },
    [params, setParams],
  );
  return [params, change];
}
