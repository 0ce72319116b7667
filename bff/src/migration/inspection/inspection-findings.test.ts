import { expect, test } from 'vitest';
import { inspectionFindings } from './inspection-findings.ts';

const warning = (words: string) => `virt-v2v-inspector: warning: ${words}`;

test.each<[string, string, ReturnType<typeof inspectionFindings>]>([
  ['nothing', '', { concerns: [] }],
  [
    'a guest without concerns',
    '[   1.0] Opening the source\n<v2v-inspection>\n  <osinfo>rhel9.4</osinfo>\n</v2v-inspection>',
    { operatingSystem: 'rhel9.4', concerns: [] },
  ],
  [
    'each concern once, in its own words',
    [
      warning('no QEMU guest agent '),
      'libguestfs: trace: warning: x',
      warning('fstab is odd'),
      warning('fstab is odd'),
    ].join('\n'),
    { concerns: ['no QEMU guest agent', 'fstab is odd'] },
  ],
  [
    'more than anybody reads',
    Array.from({ length: 50 }, (_, index) => warning(`${index} ${'x'.repeat(1000)}`)).join('\n'),
    { concerns: Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(1000)}`.slice(0, 300)) },
  ],
])('%s', (_name, log, findings) => {
  expect(inspectionFindings(log)).toEqual(findings);
});
