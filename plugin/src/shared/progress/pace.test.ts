import { expect, it } from 'vitest';
import { paceTexts } from './pace.ts';

const t = (key: string, blanks: Readonly<Record<string, string | number>> = {}) =>
  key.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name]));
const copied = { completedBytes: 1, totalBytes: 100, percent: 1 };

it.each([
  ['before there is a rate', {}, ['Estimating']],
  ['before the rate is steady', { bytesPerSecond: 310 * 2 ** 20 }, ['310 MiB/s', 'Estimating']],
  ['with a steady rate', { bytesPerSecond: 310 * 2 ** 20, secondsLeft: 2400 }, ['310 MiB/s', 'about 40 min left']],
])('the pace of a copy %s', (_, known, texts) => {
  expect(paceTexts(t, { ...copied, ...known })).toEqual(texts);
});
