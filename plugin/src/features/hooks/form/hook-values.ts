import type { CallOf } from '@gantry/bff/api/http/endpoint.ts';
import {
  mostPlaybookBytes,
  type createHook,
  type editHook,
  type HookDetails,
  type HookRow,
} from '@gantry/bff/api/http/hooks.ts';
import type { FieldError } from '../../../shared/forms/error-summary.tsx';
import type { Translate } from '../../../shared/i18n.ts';
import { indentedByTab } from './playbook-lint.ts';

/** What stands in the form. What was typed of a playbook stays while the other kind is chosen. */
export interface HookValues {
  readonly project: string;
  readonly name: string;
  readonly kind: HookRow['kind'];
  readonly image: string;
  readonly playbook: string;
  /** Of a job template, as typed. */
  readonly number: string;
  readonly url: string;
  readonly tokenSecret: string;
  readonly serviceAccount: string;
  /** Minutes, as typed. */
  readonly deadline: string;
}

export type FormMode = 'create' | 'edit';

/** What MTV's own playbooks are played by. */
export const runnerImage = 'quay.io/kubev2v/hook-runner:latest';

export const emptyHook: Omit<HookValues, 'project'> = {
  name: '',
  kind: 'playbook',
  image: runnerImage,
  playbook: '',
  number: '',
  url: '',
  tokenSecret: '',
  serviceAccount: '',
  deadline: '30',
};

export const fieldIds = {
  project: 'hook-project',
  name: 'hook-name',
  image: 'hook-image',
  playbook: 'hook-playbook',
  number: 'hook-template',
  url: 'hook-platform',
  tokenSecret: 'hook-token',
  serviceAccount: 'hook-account',
  deadline: 'hook-deadline',
} as const;

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const objectName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const mostMinutes = 525_600;

type Validator = (t: Translate, values: HookValues, mode: FormMode) => string | undefined;

const validators: Readonly<Record<keyof typeof fieldIds, Validator>> = {
  project: (t, { project }) => (project === '' ? t('Choose a project.') : undefined),
  name: (t, { name }, mode) => {
    if (mode === 'edit') return undefined;
    if (name === '') return t('Enter a name.');
    if (name.length > 63) return t('Use at most 63 characters.');
    return label.test(name)
      ? undefined
      : t('Use lowercase letters, digits and hyphens; begin and end with a letter or digit.');
  },
  image: (t, { kind, image }) => {
    if (kind === 'template') return undefined;
    if (image.trim() === '') return t('Enter an image.');
    return /\s/.test(image.trim()) ? t('An image has no blanks in its name.') : undefined;
  },
  playbook: (t, { kind, playbook }) => {
    if (kind !== 'playbook') return undefined;
    if (playbook.trim() === '') return t('Enter or upload a playbook.');
    if (new TextEncoder().encode(playbook).length > mostPlaybookBytes)
      return t('A playbook has 256 KiB at most. Put a larger one into an image.');
    const line = indentedByTab(playbook);
    return line === undefined ? undefined : t('Line {{line}} is indented by a tab. YAML takes spaces only.', { line });
  },
  number: (t, { kind, number }) =>
    kind !== 'template' || /^[1-9]\d{0,8}$/.test(number) ? undefined : t('Enter the number of the job template.'),
  url: (t, { kind, url }) =>
    kind !== 'template' || url.trim() === '' || URL.parse(url.trim())?.protocol === 'https:'
      ? undefined
      : t('Enter an address such as https://aap.example.com.'),
  // The administrator's token goes to the administrator's platform only.
  tokenSecret: (t, { kind, url, tokenSecret }) => {
    if (kind !== 'template' || objectName.test(tokenSecret)) return undefined;
    const isFree = url.trim() === '' && tokenSecret === '';
    return isFree ? undefined : t('Enter the name of the secret with the token.');
  },
  serviceAccount: (t, { kind, serviceAccount }) =>
    kind === 'template' || serviceAccount === '' || objectName.test(serviceAccount)
      ? undefined
      : t('This is no name of a service account.'),
  deadline: (t, { deadline }) =>
    /^\d+$/.test(deadline) && Number(deadline) <= mostMinutes
      ? undefined
      : t('Enter whole minutes, at most {{most}}; 0 is no deadline.', { most: mostMinutes }),
};

/** Everything that keeps the form from being sent, in the order of its fields. */
export function hookErrors(t: Translate, values: HookValues, mode: FormMode): FieldError[] {
  return (Object.keys(fieldIds) as (keyof typeof fieldIds)[]).flatMap((name) => {
    const text = validators[name](t, values, mode);
    return text === undefined ? [] : [{ field: fieldIds[name], text }];
  });
}

type CreateBody = CallOf<typeof createHook>['body'];
type EditBody = CallOf<typeof editHook>['body'];

function contentOf({ kind, image, playbook, number, url, tokenSecret }: HookValues): Partial<CreateBody> {
  if (kind === 'template') {
    const address = url.trim();
    const template = {
      number: Number(number),
      ...(address !== '' && { url: address }),
      ...(tokenSecret !== '' && { tokenSecret }),
    };
    return { template };
  }
  return { image: image.trim(), ...(kind === 'playbook' && { playbook }) };
}

function choicesOf(values: HookValues): Omit<CreateBody, 'name'> {
  const { kind, serviceAccount, deadline } = values;
  return {
    ...contentOf(values),
    ...(kind !== 'template' && serviceAccount !== '' && { serviceAccount }),
    deadlineSeconds: Number(deadline) * 60,
  };
}

export function createBody(values: HookValues): CreateBody {
  return { name: values.name, ...choicesOf(values) };
}

export function editBody(values: HookValues, version: string): EditBody {
  return { version, ...choicesOf(values) };
}

export function valuesOf(hook: HookDetails): HookValues {
  return {
    project: hook.namespace,
    name: hook.name,
    kind: hook.kind,
    image: hook.kind === 'template' ? runnerImage : hook.content,
    playbook: hook.playbook ?? '',
    number: hook.template === undefined ? '' : String(hook.template.number),
    url: hook.template?.url ?? '',
    tokenSecret: hook.template?.tokenSecret ?? '',
    serviceAccount: hook.serviceAccount ?? '',
    // Made by hand it may have seconds; they are not cut off.
    deadline: String(Math.ceil(hook.deadlineSeconds / 60)),
  };
}
