import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, it } from 'vitest';
import { Refusals } from './refusals.ts';

const signIn = (password: string, user = 'admin') => ({ server: 'https://vc.example', user, password });

it('stops after three with the same password, for that user only', () => {
  const refusals = new Refusals(new VirtualClock());
  for (let attempt = 0; attempt < 3; attempt += 1) {
    refusals.check(signIn('wrong'));
    refusals.add(signIn('wrong'));
  }
  expect(() => refusals.check(signIn('wrong'))).toThrow('lock the account');
  refusals.check(signIn('other'));
  refusals.check(signIn('wrong', 'somebody'));
});

it('stops after nine, whatever the passwords, for a quarter of an hour', async () => {
  const clock = new VirtualClock();
  const refusals = new Refusals(clock);
  for (let attempt = 0; attempt < 9; attempt += 1) refusals.add(signIn(`guess-${attempt}`));
  expect(() => refusals.check(signIn('guess-9'))).toThrow('lock the account');
  await clock.advance(15 * 60_000);
  refusals.check(signIn('guess-9'));
});

it('forgets what was refused once one succeeds', () => {
  const refusals = new Refusals(new VirtualClock());
  for (let attempt = 0; attempt < 3; attempt += 1) refusals.add(signIn('wrong'));
  refusals.forget(signIn('right'));
  refusals.check(signIn('wrong'));
});
