import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureCodes, refusalCodes, statementCodes, vmStatementCodes } from '../bff/src/api/http/message-codes.ts';
import { vmState } from '../bff/src/api/http/states.ts';
import { conditionRows } from '../bff/src/migration/judgement/condition-rows.ts';
import { catalog } from '../plugin/src/shared/messages/catalog.ts';
import { conditionAdvice } from '../plugin/src/shared/messages/condition-advice.ts';

const service = join(import.meta.dirname, '../bff/src');

/** Codes of errors that the HTTP layer and its writers throw themselves. */
function thrownCodes(): readonly string[] {
  const files = globSync(['http/**/*.ts', 'writers/**/*.ts'], { cwd: service }).filter(
    (file) => !file.includes('.test.'),
  );
  const texts = files.map((file) => readFileSync(join(service, file), 'utf8'));
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/\bcode: '([a-z-]+)'/g)].map(([, code]) => code ?? ''))),
  ];
}

/** Their suggestion carries a number that no condition's blanks have, and names no field. */
const saidByTheService = new Set(['PlanTooLarge']);

describe('the console has words', () => {
  it.each([
    ['every failure of a run', failureCodes],
    ['every refusal', refusalCodes],
    ['every statement', statementCodes],
    ['every state of a VM', [...vmState.options.map((state) => `vm-${state}`), ...vmStatementCodes]],
    ['every error that the service throws', thrownCodes()],
  ])('for %s', (_, codes) => {
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => catalog[code] === undefined)).toEqual([]);
  });

  it('for what to do about every condition that blocks or warns on its pages', () => {
    const shown = conditionRows.filter(
      ({ kinds, category, state, type }) =>
        state === 'implemented' &&
        kinds.some((kind) => kind === 'Plan' || kind === 'Provider') &&
        ['Critical', 'Error', 'Warn'].includes(category) &&
        !saidByTheService.has(type),
    );
    const codes = shown.flatMap(({ type, reasons }) =>
      reasons.length === 0 ? [type] : reasons.map((reason) => `${type}-${reason}`),
    );
    expect(codes.length).toBeGreaterThan(30);
    const known = (code: string) => conditionAdvice[code] ?? conditionAdvice[code.replace(/-.*/, '')];
    expect(codes.filter((code) => known(code) === undefined)).toEqual([]);
  });

  it('for advice about no condition that does not exist', () => {
    // Some types end with the id of a VM.
    const types = new Set(conditionRows.map(({ type }) => type.replace(/-<.*/, '')));
    expect(Object.keys(conditionAdvice).filter((code) => !types.has(code.replace(/-.*/, '')))).toEqual([]);
  });

  it('that name no field of an object', () => {
    const texts = [...Object.values(catalog), ...Object.values(conditionAdvice)].flatMap((entry) =>
      typeof entry === 'string'
        ? [entry]
        : [[entry?.what ?? []].flat(), entry?.source ?? [], entry?.advice ?? []].flat(2),
    );
    const words = texts.map((text) => text.replace(/\{\{\w+\}\}|\bvCenters?\b/g, ''));
    expect(words.filter((text) => /\b(?:spec|settings|metadata)\.\w|\b[a-z]+[A-Z]\w*/.test(text))).toEqual([]);
  });
});
