import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidInputError } from '../platform/errors.ts';
import { fillTemplate } from './name-template.ts';
import { templateFunctions } from './template-functions.ts';
import { claimName, type ClaimVariables } from './template-names.ts';

const variables: ClaimVariables = {
  VmName: 'Web 01',
  TargetVmName: 'web-01',
  PlanName: 'spring',
  VmId: 'vm-101',
  DiskIndex: 1,
  RootDiskIndex: 0,
  Shared: false,
  FileName: '[ds1] web-01/web-01.vmdk',
  WinDriveLetter: 'c',
};

const signs = '{{ }} {{- -}} /* */ ( ) | if else end range " ` \\ $x := true a ä 💾 0 -1 1.5 999999999999'.split(' ');
const fields = ['.VmName', '.DiskIndex', '.Nothing', '.__proto__'];
const words = [...signs, ...fields, ' ', ...templateFunctions.keys()];

/** Something a person might have written, or somebody who wants to do harm. */
const template = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(' ')),
  fc
    .array(
      fc.tuple(fc.constantFrom(...templateFunctions.keys()), fc.array(fc.constantFrom(...words), { maxLength: 4 })),
    )
    .map((calls) => calls.map(([name, args]) => `{{${name} ${args.join(' ')}}}`).join('')),
);

/** Everything is either filled or refused in words, and soon. */
test('whatever stands in a template, it is filled or refused', () => {
  fc.assert(
    fc.property(template, (text) => {
      try {
        expect(fillTemplate(text, { ...variables }).length).toBeLessThanOrEqual(1024);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError);
      }
    }),
    { numRuns: 3_000, seed: 7 },
  );
});

test('what comes out is always a name', () => {
  fc.assert(
    fc.property(template, (text) => {
      try {
        expect(claimName(text, variables)).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError);
      }
    }),
    { numRuns: 3_000, seed: 8 },
  );
});
