import { expect, test } from 'vitest';
import { defaultEngineSettings, type EngineSettings } from '../../config/settings.ts';
import { atPlatform, defaultPlatform } from './default-platform.ts';

const named = { automationUrl: 'https://aap.test', automationTokenSecret: 'aap', automationTimeoutSeconds: 600 };
const platform = (settings: Partial<EngineSettings>) =>
  defaultPlatform({ ...defaultEngineSettings, ...settings }, 'gantry');
const administrators = { name: 'aap', namespace: 'gantry' };
const own = { name: 'mine' };

test.each([
  [
    'names nothing',
    named,
    { jobTemplateId: 7 },
    { jobTemplateId: 7, url: 'https://aap.test', tokenSecret: administrators, timeout: 600 },
  ],
  [
    'names a token',
    named,
    { jobTemplateId: 7, tokenSecret: own },
    { jobTemplateId: 7, url: 'https://aap.test', tokenSecret: own, timeout: 600 },
  ],
  [
    'names another platform, and no token',
    named,
    { jobTemplateId: 7, url: 'https://elsewhere.test' },
    { jobTemplateId: 7, url: 'https://elsewhere.test' },
  ],
  [
    'says how long it may take',
    named,
    { jobTemplateId: 7, timeout: -1 },
    { jobTemplateId: 7, url: 'https://aap.test', tokenSecret: administrators, timeout: -1 },
  ],
  ['names nothing, as the administrator does', {}, { jobTemplateId: 7 }, { jobTemplateId: 7 }],
  [
    'names nothing, where there is a token only',
    { automationTokenSecret: 'aap' },
    { jobTemplateId: 7 },
    { jobTemplateId: 7 },
  ],
  [
    'names nothing, where there is an address only',
    { automationUrl: 'https://aap.test' },
    { jobTemplateId: 7 },
    { jobTemplateId: 7, url: 'https://aap.test' },
  ],
])('a job template that %s', (_name, settings, template, expected) => {
  expect(atPlatform(template, platform(settings))).toEqual(expected);
});
