import type { Message, Problem } from '@gantry/bff/api/http/shapes.ts';
import { formatTime } from '../format.ts';
import type { Translate } from '../i18n.ts';
import { catalog } from './catalog.ts';

/** A message in the user's words. */
export interface Said {
  readonly what: string;
  readonly source?: string;
  readonly advice?: string;
}

const timeBlanks = new Set(['since']);

function blanksOf(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, timeBlanks.has(name) ? formatTime(value) : value]),
  );
}

function fits(template: string, blanks: Readonly<Record<string, string>>): boolean {
  return [...template.matchAll(/\{\{(\w+)\}\}/g)].every(([, name]) => (blanks[name ?? ''] ?? '') !== '');
}

/** The catalog's words where it knows the code and has every blank, else the service's own. */
export function say(t: Translate, message: Message): Said {
  const entry = catalog[message.code];
  const blanks = blanksOf(message.parameters);
  const own = { what: message.text, source: message.source, advice: message.advice };
  if (entry === undefined || !fits(entry.what, blanks)) return own;
  const translated = (template: string | undefined) =>
    template !== undefined && fits(template, blanks) ? t(template, blanks) : undefined;
  return {
    what: t(entry.what, blanks),
    source: message.source ?? translated(entry.source),
    advice: message.advice ?? translated(entry.advice),
  };
}

/** A problem as a message, so that both are shown alike. */
export function messageOf(problem: Problem): Message {
  return { code: problem.code, parameters: problem.parameters, text: problem.detail ?? problem.title };
}
