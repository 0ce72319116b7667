import { expect, it } from 'vitest';
import { choicesNote, choicesOf, type MapChoices } from './plan-maps.ts';

/** Of all annotations of an object together, in UTF-8. */
const annotationLimitBytes = 256 * 1024;

function choices(networks: number, name: string): MapChoices {
  const networkMap = Array.from({ length: networks }, (_, index) => ({
    source: { id: `network-${index}`, name },
    destination: { type: 'pod' as const },
  }));
  return { networkMap, storageMap: [] };
}

it.each([
  ['what was chosen', choices(3, 'VM Network')],
  ['names in any script', choices(3, '仮想ネットワーク')],
])('a plan remembers %s', (_, chosen) => {
  const metadata = { name: 'wave-1', annotations: choicesNote(chosen) };
  const plan = { apiVersion: 'forklift.konveyor.io/v1beta1', kind: 'Plan', metadata } as Parameters<
    typeof choicesOf
  >[0];
  expect(choicesOf(plan)).toEqual(chosen);
});

it.each([
  ['Latin', 'N'],
  ['Japanese', '網'],
])('what has no room in the annotations of an object is not remembered: %s', (_, letter) => {
  for (const length of [600, 1200, 2400]) {
    const note = JSON.stringify(choicesNote(choices(100, letter.repeat(length))));
    expect(Buffer.byteLength(note)).toBeLessThan(annotationLimitBytes);
  }
});
