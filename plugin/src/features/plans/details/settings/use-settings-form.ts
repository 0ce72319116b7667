import { useState } from 'react';
import { editPlan } from '@gantry/bff/api/http/plan-settings.ts';
import { getPlan, type PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { problemFrom } from '../../../../shared/api/api-error.ts';
import { call } from '../../../../shared/api/call.ts';
import type { Change } from '../../../../shared/dialogs/changed-meanwhile-dialog.tsx';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { toast } from '../../../../shared/page/toasts.tsx';
import { settingChanges, settingsErrors, settingsOf, valuesOf, type SettingsValues } from './settings-values.ts';

type Seen = Pick<PlanDetails, 'version' | 'settings'>;

const changedMeanwhile = 'changed-meanwhile';

/** What somebody else changed since the form was opened, beside what is typed. */
function conflictChanges(t: Translate, opened: Seen, theirs: Seen, mine: SettingsValues): Change[] {
  const before = valuesOf(opened.settings);
  const own = new Map(settingChanges(t, before, mine).map(({ name, after }) => [name, after]));
  return settingChanges(t, before, valuesOf(theirs.settings)).map((change) => ({
    title: change.title,
    theirs: change.after,
    mine: own.get(change.name) ?? change.before,
  }));
}

/**
 * Values, errors and saving of a plan's settings. News from the service is shown while nothing is typed, and never
 * overwrites what is.
 */
export function useSettingsForm(plan: PlanDetails) {
  const t = useT();
  const [opened, setOpened] = useState<Seen>(plan);
  const [values, setValues] = useState(() => valuesOf(plan.settings));
  const [attempt, setAttempt] = useState(0);
  const [asked, setAsked] = useState<'save' | 'conflict'>();
  const [theirs, setTheirs] = useState<Seen>();
  // After a save the page shows the plan as it was before, until it hears of it.
  const [outdated, setOutdated] = useState<string>();
  const changes = settingChanges(t, valuesOf(opened.settings), values);
  const errors = settingsErrors(t, values);
  const begin = (seen: Seen) => {
    setOpened(seen);
    setValues(valuesOf(seen.settings));
    setAttempt(0);
    setAsked(undefined);
  };
  const isNews = plan.version !== opened.version && plan.version !== outdated;
  if (changes.length === 0 && asked === undefined && isNews) begin(plan);

  const params = { project: plan.namespace, name: plan.name };
  const write = async (version: string) => {
    const settings = settingsOf(values);
    const saved = await call(editPlan, { params, query: {}, body: { version, settings } });
    setOutdated(plan.version);
    toast(t('Settings of {{name}} were saved.', { name: plan.name }));
    begin({ version: saved.version, settings });
  };
  return {
    values,
    change: (next: Partial<SettingsValues>) => setValues((before) => ({ ...before, ...next })),
    changes,
    errors,
    attempt,
    errorOf: (field: string) => (attempt > 0 ? errors.find((error) => error.field === field)?.text : undefined),
    asked,
    close: () => setAsked(undefined),
    ask: () => {
      setAttempt((before) => before + 1);
      if (errors.length === 0 && changes.length > 0) setAsked('save');
    },
    discard: () => begin(opened),
    /** Saves over what was seen; where somebody else saved meanwhile, asks whose is kept. */
    save: async () => {
      try {
        await write(opened.version);
      } catch (error) {
        if (problemFrom(error).code !== changedMeanwhile) throw error;
        setTheirs(await call(getPlan, { params, query: {}, body: undefined }));
        setAsked('conflict');
      }
    },
    conflict: theirs === undefined ? [] : conflictChanges(t, opened, theirs, values),
    applyMine: () => write(theirs?.version ?? opened.version),
    takeTheirs: () => begin(theirs ?? opened),
  };
}

export type SettingsForm = ReturnType<typeof useSettingsForm>;
