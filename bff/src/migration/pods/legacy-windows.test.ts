import { expect, test } from 'vitest';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { isLegacyWindows } from './legacy-windows.ts';

test.each([
  ['winXPProGuest', 'Microsoft Windows XP Professional (32-bit)', true],
  ['winNetEnterprise64Guest', 'Microsoft Windows Server 2003 (64-bit)', true],
  ['winLonghorn64Guest', 'Microsoft Windows Server 2008 (64-bit)', true],
  ['windows7Guest', 'Microsoft Windows 7 (32-bit)', true],
  ['windows7Server64Guest', 'Microsoft Windows Server 2008 R2 (64-bit)', true],
  ['windows8Server64Guest', 'Microsoft Windows Server 2012 (64-bit)', false],
  ['windows2019srvNext_64Guest', 'Microsoft Windows Server 2022 (64-bit)', false],
  ['windows9_64Guest', 'Microsoft Windows 10 (64-bit)', false],
  ['', 'Microsoft Windows Server 2008 R2 (64-bit)', true],
])('%s %s: %s', (id, name, expected) => {
  expect(isLegacyWindows({ ...fakeMachine().guest, id, name, family: 'windows' })).toBe(expected);
});

test('another system is none, whatever it is called', () => {
  expect(isLegacyWindows({ ...fakeMachine().guest, id: 'rhel9_64Guest', name: 'runs Windows XP' })).toBe(false);
});
