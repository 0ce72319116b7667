import { expect, it } from 'vitest';
import { waitFor } from './wait-for.ts';

it('answers what is found at last, errors before it forgotten', async () => {
  const answers = [
    () => Promise.reject(new Error('not there yet')),
    () => Promise.resolve(undefined),
    () => Promise.resolve('found'),
  ];
  expect(await waitFor('an answer', 5_000, () => answers.shift()?.() ?? Promise.resolve('too late'))).toBe('found');
});

it('says what was awaited and the last error', async () => {
  const refused = new Error('connection refused');
  const waiting = waitFor('the service is ready', 0, () => Promise.reject(refused));
  await expect(waiting).rejects.toMatchObject({
    message: 'Not within 0 s: the service is ready (connection refused).',
    cause: refused,
  });
});

it('blames no error that was followed by an empty answer', async () => {
  const answers = [() => Promise.reject(new Error('once'))];
  const waiting = waitFor('more', 20, () => answers.shift()?.() ?? Promise.resolve(undefined));
  await expect(waiting).rejects.toMatchObject({ message: 'Not within 0 s: more.', cause: undefined });
});
