import { useEffect, useState } from 'react';

const everyMs = 10_000;

/** Milliseconds since the epoch, so that ages on a page go on while nothing else changes. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
