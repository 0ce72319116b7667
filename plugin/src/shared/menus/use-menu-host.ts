import { useCallback, useRef, type RefObject } from 'react';

interface MenuHost {
  /** Of an element around the toggle. */
  readonly anchor: RefObject<HTMLSpanElement>;
  readonly appendTo: () => HTMLElement;
}

/**
 * Where an open menu stands in the document: in the dialog or landmark of its toggle, so that it belongs to it for
 * assistive technology. Not beside the toggle: a table that scrolls would cut it off.
 */
export function useMenuHost(): MenuHost {
  const anchor = useRef<HTMLSpanElement>(null);
  const appendTo = useCallback(
    () => anchor.current?.closest<HTMLElement>('[role="dialog"], main, [role="main"]') ?? document.body,
    [],
  );
  return { anchor, appendTo };
}
