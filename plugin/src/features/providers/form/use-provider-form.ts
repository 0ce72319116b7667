import { useRef, useState } from 'react';
import { testConnection } from '@gantry/bff/api/http/providers.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../../../shared/api/api-error.ts';
import { call } from '../../../shared/api/call.ts';
import type { FieldError } from '../../../shared/forms/error-summary.tsx';
import { useT } from '../../../shared/i18n.ts';
import type { TestResult } from './connection-results.tsx';
import {
  fieldIds,
  providerErrors,
  proposedName,
  testBody,
  type FormMode,
  type ProviderValues,
} from './provider-values.ts';

export interface ProviderFormOptions {
  readonly mode: FormMode;
  readonly initial: ProviderValues;
  readonly save: (values: ProviderValues) => Promise<void>;
}

/** Changes of these make an earlier test worthless. */
const tested: readonly (keyof ProviderValues)[] = ['type', 'url', 'user', 'password', 'trust', 'pem', 'sdkEndpoint'];
/** Changes of these make a confirmed certificate worthless. */
const confirmedFor: readonly (keyof ProviderValues)[] = ['type', 'url'];

const inOrder = (result: TestResult) => result.checks.every(({ result: one }) => one === 'passed' || one === 'warning');

/** Values, errors, connection test and saving of the provider form. */
export function useProviderForm({ mode, initial, save }: ProviderFormOptions) {
  const t = useT();
  const [values, setValues] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<TestResult>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState<'test' | 'save'>();
  const running = useRef(false);
  const nameTyped = useRef(initial.name !== '');

  const errors = providerErrors(t, values, mode);
  const mustConfirm =
    values.trust === 'confirm' && values.confirmed === undefined && result?.certificate?.trusted === false;
  const shownErrors: FieldError[] = mustConfirm
    ? [...errors, { field: fieldIds.confirmed, text: t('Compare the certificate and confirm it.') }]
    : errors;

  const change = (next: Partial<ProviderValues>) => {
    const changed = Object.keys(next) as (keyof ProviderValues)[];
    if (changed.includes('name')) nameTyped.current = true;
    setValues((before) => {
      const merged = { ...before, ...next };
      const forgets = changed.some((name) => confirmedFor.includes(name));
      const proposed = mode === 'create' && !nameTyped.current ? { name: proposedName(merged.url) } : {};
      return { ...merged, ...proposed, ...(forgets ? { confirmed: undefined } : {}) };
    });
    if (changed.some((name) => tested.includes(name))) setResult(undefined);
  };

  const exclusively = async (what: 'test' | 'save', work: () => Promise<unknown>) => {
    if (running.current) return;
    running.current = true;
    setBusy(what);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      running.current = false;
      setBusy(undefined);
    }
  };

  const runTest = async (): Promise<TestResult> => {
    const provider = mode === 'edit' ? values.name : undefined;
    const body = testBody(values, provider);
    const answer = await call(testConnection, { params: { project: values.project }, query: {}, body });
    setResult(answer);
    return answer;
  };

  const valid = (): boolean => {
    if (errors.length === 0) return true;
    setAttempt((before) => before + 1);
    return false;
  };

  return {
    values,
    change,
    touch: (field: string) => {
      setTouched((before) => new Set(before).add(field));
    },
    errorOf: (field: string) =>
      attempt > 0 || touched.has(field) ? shownErrors.find((error) => error.field === field)?.text : undefined,
    summary: { errors: shownErrors, attempt },
    result,
    problem,
    busy,
    isDirty: JSON.stringify(values) !== JSON.stringify(initial),
    confirm: (confirmed: boolean) => {
      const certificate = result?.certificate;
      setValues((before) => ({
        ...before,
        confirmed:
          confirmed && certificate !== undefined ? { sha256: certificate.sha256, pem: certificate.pem } : undefined,
      }));
    },
    test: () => {
      if (valid()) void exclusively('test', runTest);
    },
    /** Tests first where that was not done; results that are not in order stay on the page. */
    submit: () => {
      if (!valid()) return;
      void exclusively('save', async () => {
        const answer = result !== undefined && inOrder(result) ? result : await runTest();
        if (inOrder(answer)) await save(values);
      });
    },
    saveAnyway: () => {
      if (valid()) void exclusively('save', () => save(values));
    },
  };
}

export type ProviderFormState = ReturnType<typeof useProviderForm>;
