import { expect, test } from 'vitest';
import { indentedByTab, isListOfPlays } from './playbook-lint.ts';

test.each([
  ['spaces only', '- hosts: all\n  tasks: []\n', undefined],
  ['a tab at the start of a line', '- hosts: all\n\ttasks: []\n', 2],
  ['a tab behind spaces', '- hosts: all\n  tasks:\n  \t- debug:\n', 3],
  ['a tab within a value', '- name: "a\tb"\n', undefined],
  ['a line of blanks', '- hosts: all\n\t\n', undefined],
])('indentedByTab: %s', (_name, text, expected) => {
  expect(indentedByTab(text)).toBe(expected);
});

test.each([
  ['a play', '- hosts: all\n', true],
  ['a play behind what says nothing', '# plays\n\n---\n- hosts: all\n', true],
  ['nothing yet', '', true],
  ['a mapping', 'hosts: all\n', false],
  ['a word', 'hello', false],
])('isListOfPlays: %s', (_name, text, expected) => {
  expect(isListOfPlays(text)).toBe(expected);
});
