import { existsSync } from 'node:fs';
import { placeOf } from './cache.ts';
import { oracles } from './oracles.ts';

/** Path of a built oracle's program; undefined when this machine has not built it from the present sources. */
export function oracle(name: string): string | undefined {
  const wanted = oracles.find((each) => each.name === name);
  if (wanted === undefined)
    throw new Error(`There is no oracle ${name}; there are ${oracles.map((each) => each.name).join(', ')}.`);
  const place = placeOf(wanted);
  return existsSync(place) ? place : undefined;
}
