import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HookDetails } from '@gantry/bff/api/http/hooks.ts';
import { ApiError } from '../../../shared/api/api-error.ts';
import { HookEdit } from '../details/hook-edit.tsx';
import { HookCreatePage } from './hook-create-page.tsx';

interface Sent {
  readonly params: { readonly project: string };
  readonly body?: { readonly name?: string; readonly version?: string };
}

const service = vi.hoisted((): { answers: Record<string, (sent: Sent) => unknown> } => ({ answers: {} }));

vi.mock('../../../shared/console-sdk.ts', () => ({
  HttpError: class extends Error {},
  DocumentTitle: () => null,
  useActiveNamespace: () => ['migrations', () => undefined],
}));
vi.mock('../../../shared/live/connection-notice.tsx', () => ({
  ConnectionLabel: () => null,
  ConnectionLostAlert: () => null,
}));
vi.mock('../../../shared/api/call.ts', () => ({
  call: async ({ id }: { id: string }, sent: Sent) => service.answers[id]?.(sent),
}));

/** What the service keeps. */
const stored = new Map<string, unknown>();

beforeEach(() => {
  stored.clear();
  service.answers = {
    listProjects: () => ({ rows: [{ name: 'migrations' }], projects: [{ name: 'migrations' }] }),
    reviewAccess: () => ({ allowed: [true] }),
    createHook: ({ params, body }) => {
      stored.set(body?.name ?? '', body);
      return { namespace: params.project, name: body?.name, uid: 'uid' };
    },
    editHook: ({ body }) => {
      if (body?.version !== '3')
        throw new ApiError({
          type: 'about:blank',
          title: 'Conflict',
          status: 409,
          code: 'changed-meanwhile',
          parameters: { name: 'quiesce' },
          requestId: '',
        });
      stored.set('quiesce', body);
      return {};
    },
  };
});
afterEach(cleanup);

function Where() {
  return <p data-testid="where">{useLocation().pathname}</p>;
}

function open(page: React.ReactNode) {
  render(
    <MemoryRouter initialEntries={['/k8s/ns/migrations/forklift.konveyor.io~v1beta1~Hook/~new']}>
      {page}
      <Where />
    </MemoryRouter>,
  );
  return userEvent.setup();
}

const field = (name: string) => screen.getByRole('textbox', { name });

test('a playbook is typed, and made a hook with the runner’s image', async () => {
  const user = open(<HookCreatePage />);
  await user.type(field('Name'), 'quiesce');
  await user.type(field('Playbook'), '- hosts: all');
  await user.clear(field('Deadline in minutes'));
  await user.type(field('Deadline in minutes'), '10');
  await user.click(screen.getByRole('button', { name: 'Create hook' }));
  await waitFor(() => {
    expect(screen.getByTestId('where')).toHaveTextContent(/~Hook\/quiesce$/);
  });
  expect(stored.get('quiesce')).toEqual({
    name: 'quiesce',
    image: 'quay.io/kubev2v/hook-runner:latest',
    playbook: '- hosts: all',
    deadlineSeconds: 600,
  });
});

test('a playbook may be read from a file', async () => {
  const user = open(<HookCreatePage />);
  await user.upload(screen.getByTestId('hook-playbook-file'), new File(['- hosts: db\n'], 'play.yml'));
  await waitFor(() => {
    expect(field('Playbook')).toHaveValue('- hosts: db\n');
  });
});

test('a job template is made a hook with its platform and token', async () => {
  const user = open(<HookCreatePage />);
  await user.type(field('Name'), 'ticket');
  await user.click(screen.getByRole('radio', { name: /^AAP template/ }));
  await user.type(field('Job template'), '7');
  await user.type(field('Address of the platform'), 'https://aap.test');
  await user.type(field('Secret with the token'), 'aap');
  await user.click(screen.getByRole('button', { name: 'Create hook' }));
  await waitFor(() => {
    expect(stored.get('ticket')).toEqual({
      name: 'ticket',
      template: { number: 7, url: 'https://aap.test', tokenSecret: 'aap' },
      deadlineSeconds: 1800,
    });
  });
});

test('a job template may be launched at the platform of the administrators; another one needs a token', async () => {
  const user = open(<HookCreatePage />);
  await user.type(field('Name'), 'common');
  await user.click(screen.getByRole('radio', { name: /^AAP template/ }));
  await user.type(field('Job template'), '7');
  await user.type(field('Address of the platform'), 'https://aap.test');
  await user.click(screen.getByRole('button', { name: 'Create hook' }));
  expect(screen.getByRole('link', { name: 'Enter the name of the secret with the token.' })).toBeInTheDocument();
  expect(stored.size).toBe(0);
  await user.clear(field('Address of the platform'));
  await user.click(screen.getByRole('button', { name: 'Create hook' }));
  await waitFor(() => {
    expect(stored.get('common')).toEqual({ name: 'common', template: { number: 7 }, deadlineSeconds: 1800 });
  });
});

test('what is missing is told, and nothing is sent', async () => {
  const user = open(<HookCreatePage />);
  await user.clear(field('Deadline in minutes'));
  await user.click(screen.getByRole('button', { name: 'Create hook' }));
  expect(screen.getByRole('link', { name: 'Enter a name.' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Enter or upload a playbook.' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: /Enter whole minutes/ })).toBeInTheDocument();
  expect(stored.size).toBe(0);
});

test('without a deadline there is a warning; another kind keeps what was typed', async () => {
  const user = open(<HookCreatePage />);
  await user.type(field('Playbook'), '- hosts: all');
  await user.click(screen.getByRole('radio', { name: /^Image/ }));
  expect(screen.queryByRole('textbox', { name: 'Playbook' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: /^Playbook/ }));
  expect(field('Playbook')).toHaveValue('- hosts: all');
  await user.clear(field('Deadline in minutes'));
  await user.type(field('Deadline in minutes'), '0');
  expect(screen.getByText(/a hook that hangs holds its VM/)).toBeInTheDocument();
});

const hook: HookDetails = {
  namespace: 'migrations',
  name: 'quiesce',
  uid: 'uid-quiesce',
  state: 'Ready',
  message: { code: 'hook-Ready', parameters: {}, text: 'Can be used.' },
  kind: 'image',
  content: 'registry.test/hook:1',
  serviceAccount: 'robot',
  deadlineSeconds: 0,
  plans: 0,
  created: '2026-01-01T00:00:00Z',
  version: '3',
  usedBy: [],
  uses: [],
  conditions: [],
  yaml: '',
};

test('an edit changes what is chosen and keeps the rest', async () => {
  const user = open(<HookEdit hook={hook} />);
  await user.clear(field('Image'));
  await user.type(field('Image'), 'registry.test/hook:2');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => {
    expect(stored.get('quiesce')).toEqual({
      version: '3',
      image: 'registry.test/hook:2',
      serviceAccount: 'robot',
      deadlineSeconds: 0,
    });
  });
});

test('what somebody else changed meanwhile is not written over, and what was typed stays', async () => {
  const user = open(<HookEdit hook={{ ...hook, version: '2' }} />);
  await user.clear(field('Image'));
  await user.type(field('Image'), 'mine');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('That did not work', { exact: false })).toBeInTheDocument();
  expect(field('Image')).toHaveValue('mine');
  expect(stored.size).toBe(0);
});
