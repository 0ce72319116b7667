import { useSyncExternalStore } from 'react';

export type PageWidth = 'narrow' | 'medium' | 'wide';

const wide = '(min-width: 1200px)';
const medium = '(min-width: 768px)';

function current(): PageWidth {
  if (window.matchMedia(wide).matches) return 'wide';
  return window.matchMedia(medium).matches ? 'medium' : 'narrow';
}

function watch(changed: () => void): () => void {
  const queries = [wide, medium].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

/** A drawer stands beside the table where there is room, over it where there is less, and covers a phone. */
export function usePageWidth(): PageWidth {
  return useSyncExternalStore(watch, current);
}
