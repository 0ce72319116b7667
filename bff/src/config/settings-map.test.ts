import { expect, test } from 'vitest';
import { settingsOfMap } from './settings-map.ts';

test('reads numbers, truths and texts', () => {
  const data = {
    maxInFlight: '7',
    waitForConsolidation: 'false',
    serviceAccount: 'mover',
    maxInFlightPerDatastore: ' 3\n',
  };
  expect(settingsOfMap(data)).toEqual({
    settings: { maxInFlight: 7, waitForConsolidation: false, serviceAccount: 'mover', maxInFlightPerDatastore: 3 },
    unreadable: [],
    doubtful: [],
  });
});

test('what is empty is not set', () => {
  expect(settingsOfMap({ maxInFlight: '' })).toEqual({ settings: {}, unreadable: [], doubtful: [] });
});

test.each<[string, string, string]>([
  ['a word for a number', 'maxInFlight', 'many'],
  ['a negative number', 'maxInFlightPerPlan', '-1'],
  ['a broken number', 'maxInFlightPerPlan', '1.5'],
  ['no slot at all', 'maxInFlight', '0'],
  ['copies without a rest', 'precopyIntervalMs', '5'],
  ['more overhead than there is', 'filesystemOverheadPercent', '100'],
  ['a number for a truth', 'requestKvm', '1'],
  ['an endless text', 'virtV2vExtraArgs', 'x'.repeat(5000)],
  ['no setting', 'warp', '9'],
  ['what every object has', '__proto__', '9'],
  ['an image', 'virtV2vImage', 'registry.test/other'],
  ['whom to trust', 'trustRequesters', 'true'],
])('refuses %s, and reads the rest', (_name, key, value) => {
  const data = Object.fromEntries([
    [key, value],
    ['importerRetries', '5'],
  ]);
  expect(settingsOfMap(data)).toEqual({ settings: { importerRetries: 5 }, unreadable: [key], doubtful: [key] });
});
