import { expect, test } from 'vitest';
import { parseLibvirtUrl } from './libvirt-url.ts';

test.each([
  [
    'vpx://admin%40vsphere.local@127.0.0.1:8443/DC/Cluster/esx-1?no_verify=1',
    { origin: 'https://127.0.0.1:8443', user: 'admin@vsphere.local', path: ['DC', 'Cluster', 'esx-1'] },
  ],
  ['vpx://vcenter/Folder%20A/DC', { origin: 'https://vcenter', user: undefined, path: ['Folder A', 'DC'] }],
  ['esx://root@esx-1', { origin: 'https://esx-1', user: 'root', path: [] }],
])('%s', (text, wanted) => {
  expect(parseLibvirtUrl(text)).toEqual(wanted);
});

test.each(['', 'https://vcenter/dc', 'vpx:///dc'])('"%s" is refused', (text) => {
  expect(() => parseLibvirtUrl(text)).toThrow('cannot parse');
});
