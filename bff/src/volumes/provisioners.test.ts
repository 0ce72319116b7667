import { describe, expect, it } from 'vitest';
import { readProvisioners } from './provisioners.ts';

const shared = { volumeMode: 'Block', accessModes: ['ReadWriteMany', 'ReadWriteOnce'] };
const yaml = (...entries: readonly unknown[]) => JSON.stringify(entries);

describe('the list of administrators', () => {
  it('names modes by provisioner, best first', () => {
    const text = [
      '- provisioner: csi.example.com',
      '  volumeMode: Block',
      '  accessModes: [ReadWriteMany, ReadWriteOnce]',
    ].join('\n');
    expect(readProvisioners(text)).toEqual({ provisioners: new Map([['csi.example.com', shared]]), problems: [] });
  });

  it.each<[string, string, string]>([
    ['no list', 'provisioner: x', 'The list is not YAML with at most 500 entries.'],
    ['no YAML', '- [', 'The list is not YAML with at most 500 entries.'],
    ['aliases', '- &a x\n- *a', 'The list is not YAML with at most 500 entries.'],
    ['too many entries', yaml(...new Array<string>(501).fill('x')), 'The list is not YAML with at most 500 entries.'],
    ['too long a text', `# ${'x'.repeat(64 * 1024)}`, 'The list is longer than 64 KiB.'],
  ])('is refused whole: %s', (_case, text, problem) => {
    expect(readProvisioners(text)).toEqual({ provisioners: new Map(), problems: [problem] });
  });

  it.each<[string, unknown, string]>([
    ['no provisioner', shared, 'provisioner'],
    ['an unknown mode', { ...shared, provisioner: 'x', volumeMode: 'Tape' }, 'volumeMode'],
    ['no access mode', { ...shared, provisioner: 'x', accessModes: [] }, 'accessModes'],
    ['a word that means nothing', { ...shared, provisioner: 'x', priority: 1 }, 'priority'],
    ['a provisioner that has one', { ...shared, provisioner: 'good' }, 'good stands in the list twice'],
    ['no entry', 7, 'expected object'],
  ])('leaves an entry out and says why: %s', (_case, bad, why) => {
    const { provisioners, problems } = readProvisioners(yaml({ ...shared, provisioner: 'good' }, bad));
    expect([...provisioners.keys()]).toEqual(['good']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('Entry 2');
    expect(problems[0]).toContain(why);
  });
});
