import type { UseUserPreference } from '@openshift-console/dynamic-plugin-sdk';
import { useState, type SetStateAction } from 'react';

const prefix = 'console.user-preference.';

function stored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(prefix + key) ?? 'null');
  } catch {
    return null;
  }
}

/** The console keeps preferences in a ConfigMap of the user; here one browser is one user. */
export const useUserPreference: UseUserPreference = <T>(key: string, defaultValue?: T) => {
  const [value, setValue] = useState(() => (stored(key) ?? defaultValue) as T);
  const change = (next: SetStateAction<T>) => {
    setValue((before) => {
      const after = typeof next === 'function' ? (next as (value: T) => T)(before) : next;
      localStorage.setItem(prefix + key, JSON.stringify(after));
      return after;
    });
  };
  return [value, change, true];
};
