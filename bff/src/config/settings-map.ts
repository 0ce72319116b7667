import type { SettingsRead } from './forklift-settings.ts';
import { anyEngineSettings, type EngineSettings } from './settings.ts';

/** In the namespace of the service; the chart makes it. */
export const settingsConfigMap = 'gantry-settings';

/** Needed by every process from its start, or nothing that is changed on the way. */
const fixed: ReadonlySet<string> = new Set<keyof EngineSettings>([
  'virtV2vImage',
  'virtV2vImageXfs',
  'consumerImage',
  'vddkImage',
  'trustRequesters',
]);

const mostText = 4096;

/** From the data of a ConfigMap: a text per setting. One that is empty is not set. */
export function settingsOfMap(data: Readonly<Record<string, string>>): SettingsRead {
  const fields = Object.entries(data)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => ({ name, value: valueOf(name, text) }));
  const unreadable = fields.flatMap(({ name, value }) => (value === undefined ? [name] : []));
  return {
    settings: Object.fromEntries(fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
    unreadable,
    doubtful: unreadable,
  };
}

function valueOf(name: string, text: string): string | number | boolean | undefined {
  if (fixed.has(name) || !Object.hasOwn(anyEngineSettings, name)) return undefined;
  switch (typeof anyEngineSettings[name as keyof EngineSettings]) {
    case 'number':
      return numberOf(name, text.trim());
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    default:
      return text.length <= mostText ? text : undefined;
  }
}

/** Most that a setting can be, or least; others are whole numbers from 0 on. */
const bounds: Readonly<Partial<Record<string, { readonly least?: number; readonly most?: number }>>> = {
  maxInFlight: { least: 1 },
  precopyIntervalMs: { least: 60_000 },
  filesystemOverheadPercent: { most: 99 },
};

function numberOf(name: string, text: string): number | undefined {
  const { least = 0, most = 999_999_999_999 } = bounds[name] ?? {};
  const number = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}
