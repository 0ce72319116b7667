import { listHooks, type HookRow } from '@gantry/bff/api/http/hooks.ts';
import type { Option } from '../../../shared/forms/option-select.tsx';
import { useT, type Translate } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { say } from '../../../shared/messages/say.ts';

/** As many as a page of the service holds. */
const mostHooks = 200;

function optionOf(t: Translate, hook: HookRow): Option {
  const description = hook.state === 'Ready' ? hook.content : say(t, hook.message).what;
  return { value: hook.name, label: hook.name, description };
}

/** Hooks of a project as options, as far as they are known. */
export function usePlanHooks(project: string) {
  const t = useT();
  const { data, problem, reload } = useLive(listHooks, {
    params: {},
    query: { project, limit: mostHooks, sort: 'name' },
  });
  return { options: data?.rows.map((hook) => optionOf(t, hook)), problem, reload };
}
