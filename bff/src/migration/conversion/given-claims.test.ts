import { describe, expect, test } from 'vitest';
import type { PersistentVolumeClaim } from '../../api/kinds/core.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { givenClaim } from '../../testing/given-claim.ts';
import { claimProblem, givenClaims } from './given-claims.ts';

const machine = fakeMachine({ disks: [fakeDisk('web-01', 0), fakeDisk('web-01', 1)] });
const [root, data] = [givenClaim(machine, 0), givenClaim(machine, 1)];

const touched = (claim: PersistentVolumeClaim): PersistentVolumeClaim => changed(claim, {}, { by: 'other' });

function changed(
  claim: PersistentVolumeClaim,
  labels: Record<string, string>,
  { by, source }: { readonly by?: string; readonly source?: string } = {},
): PersistentVolumeClaim {
  const annotations = {
    ...claim.metadata.annotations,
    ...(by && { 'gantry.dev/converted-by': by }),
    ...(source && { 'forklift.konveyor.io/disk-source': source }),
  };
  return { ...claim, metadata: { ...claim.metadata, labels: { ...claim.metadata.labels, ...labels }, annotations } };
}

test('each disk has its claim, whatever their order', () => {
  const { claims, problems } = givenClaims(machine, [data, root]);
  expect(claims.map(({ disk, claim }) => [disk, claim.metadata.name])).toEqual([
    [0, 'web-01-0'],
    [1, 'web-01-1'],
  ]);
  expect(problems).toEqual([]);
});

test('a claim may name the disk below its snapshots, and write the UUID in capitals', () => {
  const snapshot = { ...machine, disks: [fakeDisk('web-01', 0, { file: '[ds1] web-01/web-01-000001.vmdk' })] };
  const claim = changed(root, { vmUUID: machine.uuid.toUpperCase() }, { source: '[ds1] web-01/web-01.vmdk' });
  const based = {
    ...snapshot,
    disks: snapshot.disks.map((disk) => ({ ...disk, baseFile: '[ds1] web-01/web-01.vmdk' })),
  };
  expect(givenClaims(based, [claim])).toMatchObject({ claims: [{ disk: 0 }], problems: [] });
});

describe('what is wrong is said', () => {
  test.each<[string, PersistentVolumeClaim[], string[]]>([
    ['none', [], ['no claim holds [ds1] web-01/web-01.vmdk', 'no claim holds [ds1] web-01/web-01_1.vmdk']],
    ['one missing', [root], ['no claim holds [ds1] web-01/web-01_1.vmdk']],
    [
      'one of another vCenter',
      [root, changed(data, { vmUUID: 'other' })],
      ['no claim holds [ds1] web-01/web-01_1.vmdk'],
    ],
    [
      'one of a copy of the machine',
      [root, changed(data, { vmID: 'vm-7' })],
      ['no claim holds [ds1] web-01/web-01_1.vmdk'],
    ],
    [
      'one that a run has made',
      [root, changed(data, { 'gantry.dev/machine': 'run' })],
      ['no claim holds [ds1] web-01/web-01_1.vmdk'],
    ],
    [
      'two for one disk',
      [root, data, { ...data, metadata: { ...data.metadata, name: 'again' } }],
      ['several claims hold [ds1] web-01/web-01_1.vmdk: web-01-1, again'],
    ],
    [
      'one of a disk that is not there',
      [root, data, changed({ ...data, metadata: { ...data.metadata, name: 'old' } }, {}, { source: '[ds1] x.vmdk' })],
      ['claim old holds [ds1] x.vmdk, which is no disk of the machine'],
    ],
    [
      'one that a conversion has touched',
      [touched(root), data],
      [
        'claim web-01-0 has been converted before, perhaps in part (fill it anew, then take its annotation gantry.dev/converted-by off)',
      ],
    ],
  ])('%s', (_name, claims, problems) => {
    expect(givenClaims(machine, claims).problems).toEqual(problems);
  });
});

describe('a claim for a disk of 1 GiB', () => {
  const disk = { capacityBytes: 1024 ** 3 };
  test.each<[string, PersistentVolumeClaim, string | undefined]>([
    ['is as it should be', root, undefined],
    ['was begun with by the run itself', changed(root, {}, { by: 'run' }), undefined],
    ['was begun with by another run', touched(root), 'has been converted before'],
    ['is going', { ...root, metadata: { ...root.metadata, deletionTimestamp: 'now' } }, 'is being removed'],
    ['waits for storage', { ...root, status: { phase: 'Pending' } }, 'is not bound'],
    ['is small', { ...root, status: { phase: 'Bound', capacity: { storage: '1023Mi' } } }, 'is smaller than the disk'],
    ['does not say its size', { ...root, status: { phase: 'Bound' } }, 'is smaller than the disk'],
  ])('%s', (_name, claim, problem) => {
    const said = claimProblem(claim, disk, 'run');
    if (problem === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(problem);
  });
});
