import { useEffect } from 'react';
import { useSearchParams } from 'react-router';

const parameter = 'dialog';

/** The query by which a link opens a dialog of a page. */
export const dialogQuery = (name: string) => `?${parameter}=${name}`;

/** Opens the dialog that the address asks for, once what it needs is there; the address forgets it then. */
export function useDialogInAddress<Name extends string>(
  names: readonly Name[],
  open: ((name: Name) => void) | undefined,
): void {
  const [params, setParams] = useSearchParams();
  const linked = names.find((name) => name === params.get(parameter));
  const isReady = open !== undefined;
  useEffect(() => {
    if (linked === undefined || open === undefined) return;
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete(parameter);
        return next;
      },
      { replace: true },
    );
    open(linked);
    // Once, when the link can be followed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [linked, isReady]);
}
