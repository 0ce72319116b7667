import type { KeyboardEvent } from 'react';

/** The menu takes the focus when it opens; placing it must not scroll the page. */
export const focusOnOpen = { shouldFocusFirstItemOnOpen: true, shouldPreventScrollOnItemFocus: true } as const;

/** And gives it back to its toggle after a choice that closes it. */
export const focusOnOpenAndChoice = { ...focusOnOpen, shouldFocusToggleOnSelect: true } as const;

/** For the toggle of a closed menu: ↓ opens it, as Enter does. */
export function opensByArrow(open: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'ArrowDown' || event.currentTarget.getAttribute('aria-expanded') === 'true') return;
    event.preventDefault();
    // PatternFly's handler at the window would look for items that are not there yet.
    event.stopPropagation();
    open();
  };
}
