import { useState } from 'react';
import { useT } from '../../../../shared/i18n.ts';
import { useNow } from '../../../../shared/page/use-now.ts';
import { CutoverFields, fieldIds } from './cutover-fields.tsx';
import { emptyForm, judgedForm, type CutoverForm, type Judged } from './cutover-form.ts';
import { ownZone } from './zoned-time.ts';

type When = NonNullable<Judged['when']>;

/** Now or a time in a zone: its fields, and what sends it once it is one. `set` is the time that holds already. */
export function useTimeChoice({ set }: { readonly set?: string }) {
  const t = useT();
  const now = useNow();
  const [zone] = useState(ownZone);
  const [typed, setTyped] = useState<CutoverForm>();
  const [told, setTold] = useState<'problems' | 'hints'>('hints');
  const form = typed ?? emptyForm({ now, zone, set });
  const judged = judgedForm(t, form, now);
  return {
    mode: form.mode,
    fields: (
      <CutoverFields
        form={form}
        change={(next) => setTyped({ ...form, ...next })}
        judged={judged}
        now={now}
        told={told}
        perVm="not offered"
        ownZone={zone}
      />
    ),
    /** Judged again at the press: time has passed since the last look. */
    send: async (run: (when: When) => Promise<void>): Promise<void> => {
      const { when, problem } = judgedForm(t, form, Date.now());
      if (when !== undefined) return run(when);
      setTold('problems');
      document.getElementById(fieldIds[problem?.field ?? 'time'])?.focus();
    },
  };
}
