import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import { startPatience } from './patience.ts';

function patient() {
  const clock = new VirtualClock();
  const parent = new AbortController();
  const reason = () => new Error('silent');
  return { clock, parent, patience: startPatience({ clock, ms: 1000, parent: parent.signal, reason }) };
}

describe('patience', () => {
  it('is over when nothing was heard for so long', async () => {
    const { clock, patience } = patient();
    await clock.advance(999);
    expect(patience.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(patience.signal.reason).toEqual(new Error('silent'));
  });

  it('begins anew with every word', async () => {
    const { clock, patience } = patient();
    for (let n = 0; n < 5; n += 1) {
      await clock.advance(900);
      patience.heard();
    }
    await clock.advance(999);
    expect(patience.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(patience.signal.aborted).toBe(true);
  });

  it('ends with its parent, and not after its own end', async () => {
    const first = patient();
    first.parent.abort(new Error('stopped'));
    expect(first.patience.signal.reason).toEqual(new Error('stopped'));
    const second = patient();
    second.patience.end();
    second.parent.abort(new Error('stopped'));
    await second.clock.advance(5000);
    expect(second.patience.signal.aborted).toBe(false);
  });
});
