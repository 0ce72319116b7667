import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export const drawerViews = ['pipeline', 'disks', 'copies', 'conditions'] as const;
export type DrawerView = (typeof drawerViews)[number];

interface SelectedVm {
  /** Id of the VM whose drawer is open. */
  readonly vm?: string;
  readonly view: DrawerView;
  readonly open: (vm: string) => void;
  readonly show: (view: DrawerView) => void;
  readonly close: () => void;
}

/** The open drawer stands in the address, so that a link or a reload shows it again. */
export function useSelectedVm(): SelectedVm {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (values: Readonly<Record<string, string | undefined>>) => {
      setParams((now) => {
        const next = new URLSearchParams(now);
        for (const [name, value] of Object.entries(values)) {
          if (value === undefined) next.delete(name);
          else next.set(name, value);
        }
        return next;
      });
    },
    [setParams],
  );
  const wanted = params.get('view');
  return {
    vm: params.get('vm') ?? undefined,
    view: drawerViews.find((one) => one === wanted) ?? 'pipeline',
    open: useCallback((vm: string) => set({ vm }), [set]),
    show: useCallback((view: DrawerView) => set({ view: view === 'pipeline' ? undefined : view }), [set]),
    close: useCallback(() => set({ vm: undefined, view: undefined }), [set]),
  };
}
