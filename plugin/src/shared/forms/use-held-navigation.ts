import { useCallback, useEffect, useRef, useState } from 'react';

type Proceed = () => void;

/** The link that a plain click follows within this tab to another page of the console. */
function linkAway(event: MouseEvent): HTMLAnchorElement | undefined {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!isPlain || !link?.hasAttribute('href')) return undefined;
  // The console's base address is `/`, so that links to a field of the page look as if they left it.
  const isOfPage = link.getAttribute('href')?.startsWith('#') === true;
  const staysHere = isOfPage || (link.origin === location.origin && link.pathname === location.pathname);
  const opensElsewhere = link.hasAttribute('download') || !['', '_self'].includes(link.target);
  return staysHere || opensElsewhere ? undefined : link;
}

/** The router numbers the entries that it makes in the browser's history. */
function indexOf(state: unknown): number | undefined {
  const index: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'idx') : undefined;
  return typeof index === 'number' ? index : undefined;
}

/**
 * Holds links, the browser's back and forward, and the closing of the tab while `isDirty`. The console's router has no
 * blockers, and most links are not ours: so events are caught before the router hears of them.
 */
export function useHeldNavigation({ isDirty }: { readonly isDirty: boolean }) {
  const [held, setHeld] = useState<Proceed>();
  const released = useRef(false);
  const hold = useCallback((proceed: Proceed) => {
    setHeld(() => () => {
      released.current = true;
      setHeld(undefined);
      proceed();
    });
  }, []);
  const drop = useCallback(() => setHeld(undefined), []);

  useEffect(() => {
    if (!isDirty) return undefined;
    const page = location.pathname;
    const own = indexOf(history.state);
    let isReturning = false;
    const onClick = (event: MouseEvent) => {
      const link = released.current ? undefined : linkAway(event);
      if (link === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      hold(() => link.click());
    };
    const onPop = (event: PopStateEvent) => {
      if (released.current || (location.pathname === page && !isReturning)) return;
      // The address has changed already: it is put back, and the router hears of neither.
      event.stopImmediatePropagation();
      if (isReturning) {
        isReturning = false;
        return;
      }
      const target = indexOf(event.state);
      const way = own === undefined || target === undefined ? -1 : target - own;
      isReturning = true;
      history.go(-way);
      hold(() => history.go(way));
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!released.current) event.preventDefault();
    };
    document.addEventListener('click', onClick, { capture: true });
    window.addEventListener('popstate', onPop, { capture: true });
    window.addEventListener('beforeunload', onUnload);
    return () => {
      document.removeEventListener('click', onClick, { capture: true });
      window.removeEventListener('popstate', onPop, { capture: true });
      window.removeEventListener('beforeunload', onUnload);
    };
  }, [isDirty, hold]);
  return { held, hold, drop };
}
