import type { Api } from './api.ts';

/** One thing that an API server does. It makes what it needs, depends on no other case and disturbs none. */
export interface Case {
  readonly area: string;
  readonly name: string;
  readonly run: (api: Api) => Promise<void>;
}

/** The cases of one area, by name. */
export function area(name: string, cases: Readonly<Record<string, Case['run']>>): readonly Case[] {
  return Object.entries(cases).map(([title, run]) => ({ area: name, name: title, run }));
}
