import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import type { Connection, DriverContext } from './driver.ts';
import { LoginGuard, loginGuard, shareLoginGuard } from './login-guard.ts';

const attempts = (guard: LoginGuard, count: number) => Array.from({ length: count }, () => guard.attempt());

describe('LoginGuard', () => {
  it('allows three refused attempts, and three more after an accepted one', () => {
    const guard = new LoginGuard();
    expect(attempts(guard, 4)).toEqual([true, true, true, false]);
    guard.accepted();
    expect(attempts(guard, 4)).toEqual([true, true, true, false]);
  });

  it('does not count what was not answered', () => {
    const guard = new LoginGuard();
    for (let round = 0; round < 5; round += 1) {
      expect(guard.attempt()).toBe(true);
      guard.unanswered();
    }
  });

  it('allows none where an earlier process was refused', () => {
    const guard = new LoginGuard();
    guard.refusedBefore();
    expect(attempts(guard, 2)).toEqual([false, false]);
  });

  it('believes its own attempts more than what an earlier process met', () => {
    const guard = new LoginGuard();
    guard.attempt();
    guard.accepted();
    guard.refusedBefore();
    expect(guard.attempt()).toBe(true);
  });

  it('counts over threads', () => {
    const context = (): DriverContext => ({
      send: () => () => Promise.reject(new Error('Nothing is sent.')),
      clock: new VirtualClock(),
      certificate: () => Promise.reject(new Error('Nothing is asked.')),
    });
    const connection: Connection = {
      url: 'https://vc.example/sdk',
      user: 'admin',
      password: 'wrong',
      trust: { mode: 'verify' },
      settings: {},
    };
    const [here, there] = [context(), context()];
    const guard = loginGuard(connection, here);
    shareLoginGuard(connection, there, guard.memory);
    attempts(loginGuard(connection, there), 2);
    expect(attempts(guard, 2)).toEqual([true, false]);
  });
});
