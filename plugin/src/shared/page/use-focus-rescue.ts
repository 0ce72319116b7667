import { useEffect } from 'react';

const place = '[tabindex="-1"]';

function withAncestors(target: EventTarget | null): readonly Element[] {
  const found: Element[] = [];
  for (let node = target instanceof Element ? target : null; node !== null; node = node.parentElement) found.push(node);
  return found;
}

/**
 * When the element that had the focus is gone (a row that was deleted, a button that has done its work), the nearest
 * place around it that takes the focus has it, or else the page's title.
 */
export function useFocusRescue(headingId: string): void {
  useEffect(() => {
    let last: readonly Element[] = [];
    const note = ({ target }: FocusEvent) => {
      last = withAncestors(target);
    };
    const rescue = () => {
      const [lost, ...around] = last;
      if (lost === undefined || lost.isConnected || document.activeElement !== document.body) return;
      const heading = document.getElementById(headingId);
      const near = around.find((one) => one.isConnected && one.matches(place) && !one.contains(heading));
      (near instanceof HTMLElement ? near : heading)?.focus({ preventScroll: true });
    };
    const watcher = new MutationObserver(rescue);
    watcher.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', note);
    return () => {
      watcher.disconnect();
      document.removeEventListener('focusin', note);
    };
  }, [headingId]);
}
