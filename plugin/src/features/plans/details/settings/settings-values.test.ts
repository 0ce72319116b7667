import { describe, expect, it } from 'vitest';
import type { PlanSettings } from '@gantry/bff/api/http/plan-settings.ts';
import { settingsExample } from '../testing/examples.ts';
import {
  settingChanges,
  settingsErrors,
  settingsOf,
  settingTexts,
  valuesOf,
  type SettingsValues,
} from './settings-values.ts';

const t = (key: string, blanks: Readonly<Record<string, string | number>> = {}) =>
  key.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name]));
const values = (change: Partial<SettingsValues> = {}): SettingsValues => ({ ...valuesOf(settingsExample), ...change });

describe('settings of a plan', () => {
  it.each<[string, PlanSettings]>([
    ['with nothing optional', settingsExample],
    [
      'with everything',
      {
        ...settingsExample,
        type: 'warm',
        precopyIntervalMinutes: 30,
        claimNameTemplate: 'a',
        volumeNameTemplate: 'b',
        networkNameTemplate: 'c',
      },
    ],
  ])('are sent as they were read: %s', (_, settings) => {
    expect(settingsOf(valuesOf(settings))).toEqual(settings);
  });

  it('of a cold plan say nothing of an interval, whatever was typed before', () => {
    expect(settingsOf(values({ type: 'cold', precopyIntervalMinutes: '30' }))).toEqual(settingsExample);
  });

  it('are all named, so that no change is saved unseen', () => {
    expect(settingTexts.map(([name]) => name).toSorted()).toEqual(Object.keys(values()).toSorted());
  });

  it('show what changes, in words', () => {
    const after = values({ type: 'warm', precopyIntervalMinutes: '15', shutdownPolicy: 'force', description: '  ' });
    expect(settingChanges(t, values(), after).map(({ title, before, after: then }) => [title, before, then])).toEqual([
      ['Type', 'Cold', 'Warm'],
      ['Precopy interval in minutes', 'As the service is set', '15'],
      ['Shutdown of sources', 'By the guest only; never forced', 'By the guest, then forced'],
    ]);
  });

  it.each<[string, Partial<SettingsValues>, string[]]>([
    [
      'an interval that is no number',
      { type: 'warm', precopyIntervalMinutes: 'often' },
      ['plan-setting-precopyIntervalMinutes'],
    ],
    ['an interval of nothing', { type: 'warm', precopyIntervalMinutes: '0' }, ['plan-setting-precopyIntervalMinutes']],
    ['an interval that only a warm plan has', { precopyIntervalMinutes: 'often' }, []],
    ['a project that cannot be', { targetProject: 'Prod!' }, ['plan-setting-targetProject']],
  ])('are judged: %s', (_, change, fields) => {
    expect(settingsErrors(t, values(change)).map(({ field }) => field)).toEqual(fields);
  });
});
