import { act, cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, expect, it } from 'vitest';
import { useAddressParams } from './use-address-params.ts';

afterEach(cleanup);

const wrapper = ({ children }: { readonly children: ReactNode }) => (
  <MemoryRouter initialEntries={['/?page=2']}>{children}</MemoryRouter>
);

function open() {
  return renderHook(
    () => {
      const [, change] = useAddressParams();
      const set = (name: string, value: string) =>
        change((now) => {
          const next = new URLSearchParams(now);
          next.set(name, value);
          return next;
        });
      return { set, search: useLocation().search };
    },
    { wrapper },
  );
}

it('two changes before the page is rendered anew both hold', () => {
  const { result } = open();
  const { set } = result.current;
  act(() => {
    set('vm', 'vm-1');
    set('search', 'web');
  });
  expect(result.current.search).toBe('?page=2&vm=vm-1&search=web');
});

it('a later change begins with what is rendered', () => {
  const { result } = open();
  act(() => result.current.set('page', '3'));
  act(() => result.current.set('page', '2'));
  act(() => result.current.set('vm', 'vm-1'));
  expect(result.current.search).toBe('?page=2&vm=vm-1');
});
