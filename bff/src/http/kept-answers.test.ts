import { expect, it } from 'vitest';
import { KeptAnswers } from './kept-answers.ts';

/** Answers that tell how many were made before them. */
function counted() {
  const answers = new KeptAnswers<number>();
  let made = 0;
  return (table: object, question: string) => answers.of(table, question, () => Promise.resolve(made++));
}

it('makes an answer once for each table and question', async () => {
  const ask = counted();
  const [one, other] = [{}, {}];
  expect(await ask(one, 'a')).toBe(0);
  expect(await ask(one, 'b')).toBe(1);
  expect(await ask(other, 'a')).toBe(2);
  expect(await Promise.all([ask(one, 'a'), ask(one, 'b'), ask(other, 'a')])).toEqual([0, 1, 2]);
});

it('forgets the one that was not asked for the longest', async () => {
  const ask = counted();
  const table = {};
  for (let question = 0; question < 32; question += 1) await ask(table, String(question));
  expect(await ask(table, '0')).toBe(0);
  expect(await ask(table, 'one more')).toBe(32);
  expect(await ask(table, '0')).toBe(0);
  expect(await ask(table, '1')).toBe(33);
});

it('makes a failed answer again', async () => {
  const answers = new KeptAnswers<string>();
  const table = {};
  await expect(answers.of(table, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await answers.of(table, 'a', () => Promise.resolve('yes'))).toBe('yes');
});
