import { describe, expect, it } from 'vitest';
import { planState, providerState, vmState } from '@gantry/bff/api/http/states.ts';
import { planAppearance, providerAppearance, vmAppearance } from './appearance.ts';

describe('states', () => {
  it('all have a look', () => {
    expect(Object.keys(planAppearance).sort()).toEqual([...planState.options].sort());
    expect(Object.keys(vmAppearance).sort()).toEqual([...vmState.options].sort());
    expect(Object.keys(providerAppearance).sort()).toEqual([...providerState.options].sort());
  });

  it('are blue only while work is happening', () => {
    const blue = (looks: Readonly<Record<string, { readonly tone: string }>>) =>
      Object.entries(looks)
        .filter(([, { tone }]) => tone === 'blue')
        .map(([state]) => state);
    expect(blue(planAppearance)).toEqual(['Canceling', 'Running']);
    expect(blue(vmAppearance)).not.toContain('Queued');
    expect(blue(vmAppearance)).not.toContain('Stalled');
  });
});
