import { useEffect, useState } from 'react';
import type { ListQueryState } from './list-query.ts';

const typingMs = 250;

/** What is being typed into a list's search box; the list follows once the typing pauses. */
export function useTypedSearch({ query, change }: ListQueryState): [string, (text: string) => void] {
  const [typed, setTyped] = useState(query.search);
  const [settled, setSettled] = useState(query.search);
  // The address may change from elsewhere, such as Clear all filters.
  if (settled !== query.search) {
    setSettled(query.search);
    setTyped(query.search);
  }
  useEffect(() => {
    if (typed === query.search) return undefined;
    const timer = setTimeout(() => change({ search: typed }), typingMs);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, query.search, change]);
  return [typed, setTyped];
}
