import { describe, expect, it } from 'vitest';
import { createAddress, detailsAddress, listAddress, parseAddress } from './address.ts';

describe('addresses', () => {
  it.each([
    [listAddress('Plan'), {}],
    [listAddress('Plan', 'prod'), { project: 'prod' }],
    [createAddress('Provider', 'prod', { type: 'vsphere' }).split('?')[0] ?? '', { project: 'prod', name: '~new' }],
    [detailsAddress('Plan', { namespace: 'prod', name: 'wave-1' }), { project: 'prod', name: 'wave-1' }],
    [
      `/console${detailsAddress('Plan', { namespace: 'prod', name: 'wave-1' }, 'vms')}`,
      { project: 'prod', name: 'wave-1', tab: 'vms' },
    ],
  ])('%s is understood', (address, expected) => {
    expect(parseAddress(address)).toEqual({ project: undefined, name: undefined, tab: undefined, ...expected });
  });
});
