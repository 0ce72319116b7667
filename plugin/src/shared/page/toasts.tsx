import { useSyncExternalStore } from 'react';
import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core';
import { Link } from 'react-router';
import { useT } from '../i18n.ts';

interface Toast {
  readonly id: number;
  readonly variant: 'success' | 'danger';
  readonly title: string;
  readonly text?: string;
  readonly link?: { readonly text: string; readonly to: string };
}

const shownMs = 8_000;
let nextId = 1;
let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

/** Reports an act of the user's own; it outlives the page that it was made on. */
export function toast(title: string, link?: Toast['link']): void {
  set([...toasts, { id: nextId++, variant: 'success', title, link }]);
}

/** Says that an act of the user's own came to nothing, and why or what to do instead; stays until it is closed. */
export function toastFailure(title: string, text: string): void {
  set([...toasts, { id: nextId++, variant: 'danger', title, text }]);
}

export function Toasts() {
  const t = useT();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <AlertGroup isToast isLiveRegion aria-label={t('Notifications')}>
      {shown.map(({ id, variant, title, text, link }) => (
        <Alert
          component="h2"
          key={id}
          variant={variant}
          title={title}
          timeout={variant === 'success' && shownMs}
          onTimeout={() => {
            dismiss(id);
          }}
          actionClose={
            <AlertActionCloseButton
              title={title}
              onClose={() => {
                dismiss(id);
              }}
            />
          }
          {...(link === undefined ? {} : { actionLinks: <Link to={link.to}>{link.text}</Link> })}
        >
          {text}
        </Alert>
      ))}
    </AlertGroup>
  );
}
