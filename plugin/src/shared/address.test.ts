import { describe, expect, it } from 'vitest';
import { createAddress, detailsAddress, inProject, listAddress, overviewAddress, parseAddress } from './address.ts';

describe('addresses', () => {
  it.each([
    [overviewAddress(), {}],
    [overviewAddress('prod'), { project: 'prod' }],
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

  it.each([
    ['a list', listAddress('Plan', 'prod'), listAddress('Plan', 'dev')],
    ['the list of all projects', listAddress('Plan'), listAddress('Plan', 'dev')],
    ['a form', createAddress('Provider', 'prod'), createAddress('Provider', 'dev')],
    ['the list of a page', detailsAddress('Plan', { namespace: 'prod', name: 'a' }, 'vms'), listAddress('Plan', 'dev')],
  ])('%s has its like in another project', (_, address, expected) => {
    expect(inProject(address, 'dev')).toBe(expected);
  });
});
