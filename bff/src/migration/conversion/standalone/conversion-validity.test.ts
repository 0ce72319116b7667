import { expect, test } from 'vitest';
import type { ConversionSpec } from '../../../api/generated/conversion.ts';
import { conversionProblems } from './conversion-validity.ts';

const good: ConversionSpec = {
  type: 'InPlace',
  vm: { id: 'vm-101' },
  connection: { secret: { name: 'vc' } },
  disks: [{ name: 'root', namespace: 'prod' }],
};

test.each<[string, Partial<ConversionSpec>, string[]]>([
  ['all that is needed', {}, []],
  ['an inspection, which needs no disks', { type: 'Inspection', disks: [] }, []],
  ['a deep inspection', { type: 'DeepInspection' }, ['TypeNotValid']],
  ['no machine', { vm: {} }, ['VMNotSet']],
  ['no disks', { disks: [] }, ['DisksNotSet']],
  ['no credentials', { connection: { secret: {} } }, ['ConnectionSecretNotSet']],
  [
    'credentials of another project',
    { connection: { secret: { name: 'vc', namespace: 'bank' } } },
    ['ConnectionSecretNotSet'],
  ],
  ['keys without a Secret', { diskEncryption: { type: 'LUKS' } }, ['LUKSSecretNotSet']],
  [
    'keys of another project',
    { diskEncryption: { type: 'LUKS', secret: { name: 'k', namespace: 'bank' } } },
    ['LUKSSecretNotSet'],
  ],
  ['another project', { targetNamespace: 'bank' }, ['ConversionElsewhere']],
  ['a claim of another project', { disks: [{ name: 'root', namespace: 'bank' }] }, ['ConversionElsewhere']],
  ['another cluster', { destination: { name: 'remote' } }, ['ConversionElsewhere']],
  ['a further claim', { extraVolumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'b' } }] }, []],
  [
    'a folder of the node',
    { extraVolumes: [{ name: 'a', hostPath: { path: '/' } } as never] },
    ['ExtraVolumesNotValid'],
  ],
])('%s', (_name, change, types) => {
  const conversion = {
    apiVersion: 'forklift.konveyor.io/v1beta1' as const,
    kind: 'Conversion' as const,
    metadata: { name: 'guest', namespace: 'prod' },
    spec: { ...good, ...change },
  };
  expect(conversionProblems(conversion).map(({ type }) => type)).toEqual(types);
});
