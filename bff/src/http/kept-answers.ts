/** Questions about one table whose answers are kept: those of the tabs that show it. */
const mostQuestions = 32;

/**
 * Answers that were made from all of a table, as long as the table is the same: the next page of the same question costs
 * nothing but the page.
 */
export class KeptAnswers<Answer> {
  readonly #answers = new WeakMap<object, Map<string, Promise<Answer>>>();

  async of(table: object, question: string, make: () => Promise<Answer>): Promise<Answer> {
    const kept = this.#answers.get(table) ?? new Map<string, Promise<Answer>>();
    this.#answers.set(table, kept);
    const answer = kept.get(question) ?? make();
    // The one that was asked for last is forgotten last.
    kept.delete(question);
    kept.set(question, answer);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostQuestions) break;
      kept.delete(oldest);
    }
    answer.catch(() => kept.delete(question));
    return answer;
  }
}
