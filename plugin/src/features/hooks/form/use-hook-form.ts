import { useRef, useState } from 'react';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../../../shared/api/api-error.ts';
import { useT } from '../../../shared/i18n.ts';
import { hookErrors, type FormMode, type HookValues } from './hook-values.ts';

export interface HookFormOptions {
  readonly mode: FormMode;
  readonly initial: HookValues;
  readonly save: (values: HookValues) => Promise<void>;
}

/** Values, errors and saving of the hook form. */
export function useHookForm({ mode, initial, save }: HookFormOptions) {
  const t = useT();
  const [values, setValues] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [isSaving, setSaving] = useState(false);
  const running = useRef(false);
  const errors = hookErrors(t, values, mode);

  const submit = async () => {
    if (running.current) return;
    if (errors.length > 0) {
      setAttempt((before) => before + 1);
      return;
    }
    running.current = true;
    setSaving(true);
    setProblem(undefined);
    try {
      await save(values);
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      running.current = false;
      setSaving(false);
    }
  };

  return {
    values,
    change: (next: Partial<HookValues>) => {
      setValues((before) => ({ ...before, ...next }));
    },
    touch: (field: string) => {
      setTouched((before) => new Set(before).add(field));
    },
    errorOf: (field: string) =>
      attempt > 0 || touched.has(field) ? errors.find((error) => error.field === field)?.text : undefined,
    summary: { errors, attempt },
    problem,
    isSaving,
    isDirty: JSON.stringify(values) !== JSON.stringify(initial),
    submit: () => void submit(),
  };
}

export type HookFormState = ReturnType<typeof useHookForm>;
