import { useState } from 'react';
import { useNavigate } from 'react-router';
import { editHook, type HookDetails } from '@gantry/bff/api/http/hooks.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useT } from '../../../shared/i18n.ts';
import { toast } from '../../../shared/page/toasts.tsx';
import { HookForm } from '../form/hook-form.tsx';
import { editBody, valuesOf, type HookValues } from '../form/hook-values.ts';

/** The form as it was when it was opened: news from the server never overwrites what is typed. */
export function HookEdit({ hook }: { readonly hook: HookDetails }) {
  const t = useT();
  const navigate = useNavigate();
  const [opened] = useState(hook);
  const { namespace: project, name, version } = opened;
  const back = detailsAddress('Hook', opened);
  const save = async (values: HookValues) => {
    await call(editHook, { params: { project, name }, query: {}, body: editBody(values, version) });
    toast(t('Hook {{name}} was saved.', { name }));
    void navigate(back);
  };
  return <HookForm mode="edit" initial={valuesOf(opened)} save={save} onLeave={() => void navigate(back)} />;
}
