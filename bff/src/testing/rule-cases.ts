import { describe, expect, test } from 'vitest';
import { judge, type RuleSet } from '../providers/concern.ts';

/** What a rule is held against: each is laid over a machine that raises nothing. */
export interface RuleCases {
  readonly fires: readonly unknown[];
  readonly silent: readonly unknown[];
}

interface RuleSuite {
  /** A machine with every field that the rules look at. */
  readonly sound: object;
  readonly cases: Readonly<Record<string, RuleCases>>;
  /** Ids of the rules that fire because a field is missing. */
  readonly missing?: readonly string[];
}

/** Holds every rule of a set against its cases; a rule without cases fails, and so does one that fires where its field is missing. */
export function ruleSuite({ version, rules }: RuleSet, { sound, cases, missing = [] }: RuleSuite): void {
  const raised = (machine: unknown) => judge({ version, rules }, machine).concerns.map(({ id }) => id);

  test('a sound machine raises no concern', () => {
    expect(raised(sound)).toEqual([]);
  });

  test('what is missing raises no concern', () => {
    expect(raised({ name: 'vm' })).toEqual(missing);
  });

  test('every rule has cases', () => {
    expect(Object.keys(cases).sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  test('values of any wrong type are survived', () => {
    for (const odd of [null, 0, '', 'text', [], {}, [null], [[]], true]) {
      for (const key of Object.keys(sound)) raised({ ...sound, name: 'vm', [key]: odd });
    }
  });

  describe.each(Object.entries(cases))('%s', (id, { fires, silent }) => {
    test.each(fires.map((change) => [JSON.stringify(change), change]))('fires for %s', (_, change) => {
      expect(raised({ ...sound, ...(change as object) })).toContain(id);
    });
    test.each(silent.map((change) => [JSON.stringify(change), change]))('is silent for %s', (_, change) => {
      expect(raised({ ...sound, ...(change as object) })).not.toContain(id);
    });
  });
}
