import { useSyncExternalStore } from 'react';

/** The console's name for the all-projects view. */
export const allNamespaces = '#ALL_NS#';

const storageKey = 'console.lastNamespace';
const listeners = new Set<() => void>();

function fromAddress(): string | undefined {
  if (/^\/k8s\/all-namespaces(\/|$)/.test(location.pathname)) return allNamespaces;
  return /^\/k8s\/ns\/([^/]+)/.exec(location.pathname)?.[1];
}

let current = fromAddress() ?? localStorage.getItem(storageKey) ?? allNamespaces;

export function setActiveNamespace(namespace: string): void {
  if (namespace === current) return;
  current = namespace;
  localStorage.setItem(storageKey, namespace);
  for (const listener of listeners) listener();
}

/** The address wins: called after every navigation. */
export function adoptAddress(): void {
  const namespace = fromAddress();
  if (namespace !== undefined) setActiveNamespace(namespace);
}

export function useActiveNamespace(): [string, (namespace: string) => void] {
  const namespace = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
  return [namespace, setActiveNamespace];
}
