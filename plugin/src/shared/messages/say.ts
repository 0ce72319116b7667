import type { Message, Problem } from '@gantry/bff/api/http/shapes.ts';
import { formatAge, formatTime, formatZonedTime } from '../format.ts';
import type { Translate } from '../i18n.ts';
import { catalog } from './catalog.ts';
import { conditionAdvice } from './condition-advice.ts';

/** A message in the user's words. */
export interface Said {
  readonly what: string;
  readonly source?: string;
  readonly advice?: string;
}

const timeBlanks = new Set(['next', 'read', 'since']);
/** When somebody is to act or to be there: people of several zones read them. */
const zonedBlanks = new Set(['at']);

/** Times as people read them; `age` is how long ago something was read. */
function blanksOf(parameters: Readonly<Record<string, string>>, now: number): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters))
    shown[name] = timeBlanks.has(name)
      ? formatTime(value, now)
      : zonedBlanks.has(name)
        ? formatZonedTime(value, now)
        : value;
  if (parameters.read) shown.age = formatAge(parameters.read, now);
  return shown;
}

function fits(template: string, blanks: Readonly<Record<string, string>>): boolean {
  return [...template.matchAll(/\{\{(\w+)\}\}/g)].every(([, name]) => (blanks[name ?? ''] ?? '') !== '');
}

/** The catalog's words where it knows the code and has every blank, else the service's own. */
export function say(t: Translate, message: Message, now: number = Date.now()): Said {
  const { code } = message;
  const entry = catalog[code];
  const blanks = blanksOf(message.parameters, now);
  const what = [entry?.what ?? []].flat().find((template) => fits(template, blanks));
  if (entry === undefined || what === undefined) {
    const advice = conditionAdvice[code] ?? conditionAdvice[code.replace(/-.*/, '')];
    return { what: message.text, source: message.source, advice: advice === undefined ? message.advice : t(advice) };
  }
  const translated = (template: string | undefined) =>
    template !== undefined && fits(template, blanks) ? t(template, blanks) : undefined;
  return {
    what: t(what, blanks),
    source: message.source ?? translated(entry.source),
    advice: translated(entry.advice) ?? message.advice,
  };
}

/** A problem as a message, so that both are shown alike. */
export function messageOf(problem: Problem): Message {
  return { code: problem.code, parameters: problem.parameters, text: problem.detail ?? problem.title };
}
