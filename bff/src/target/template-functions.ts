type Value = string | number | boolean;
type TemplateFunction = (args: readonly Value[]) => Value;

const maxRepeat = 256;
const maxPattern = 128;

const text = (value: Value | undefined) => {
  if (value === undefined) throw new Error('an argument is missing');
  return String(value);
};
const number = (value: Value | undefined) => {
  const result = Number(text(value));
  if (!Number.isFinite(result)) throw new Error(`“${text(value)}” is not a number`);
  return result;
};
const whole = (value: Value | undefined) => Math.trunc(number(value));

/** Functions take their arguments in sprig's order: the text that is worked on comes last. */
const texts: Readonly<Record<string, TemplateFunction>> = {
  lower: ([value]) => text(value).toLowerCase(),
  upper: ([value]) => text(value).toUpperCase(),
  title: ([value]) => text(value).replaceAll(/(^|\s)\S/g, (start) => start.toUpperCase()),
  untitle: ([value]) => text(value).replaceAll(/(^|\s)\S/g, (start) => start.toLowerCase()),
  contains: ([part, value]) => text(value).includes(text(part)),
  hasPrefix: ([part, value]) => text(value).startsWith(text(part)),
  hasSuffix: ([part, value]) => text(value).endsWith(text(part)),
  replace: ([from, to, value]) => text(value).split(text(from)).join(text(to)),
  trim: ([value]) => text(value).trim(),
  trimAll: ([characters, value]) => trimAll(text(value), text(characters)),
  trimPrefix: ([part, value]) =>
    text(value).startsWith(text(part)) ? text(value).slice(text(part).length) : text(value),
  trimSuffix: ([part, value]) => trimSuffix(text(value), text(part)),
  repeat: ([count, value]) => repeat(text(value), whole(count)),
  substr: ([start, end, value]) => substr(text(value), whole(start), whole(end)),
  nospace: ([value]) => text(value).replaceAll(/\s/g, ''),
  trunc: ([length, value]) =>
    whole(length) < 0 ? text(value).slice(whole(length)) : text(value).slice(0, whole(length)),
  initials: ([value]) => (text(value).match(/(?<=^|\s)\S/g) ?? []).join(''),
  mustRegexReplaceAll: ([pattern, value, replacement]) => replaceAll(text(pattern), text(value), text(replacement)),
  print: (args) => args.map(String).join(''),
};

const numbers: Readonly<Record<string, TemplateFunction>> = {
  add: (args) => args.reduce<number>((sum, value) => sum + whole(value), 0),
  add1: ([value]) => whole(value) + 1,
  sub: ([a, b]) => whole(a) - whole(b),
  mul: (args) => args.reduce<number>((product, value) => product * whole(value), 1),
  div: ([a, b]) => Math.trunc(whole(a) / divisor(b)),
  mod: ([a, b]) => whole(a) % divisor(b),
  max: (args) => Math.max(...args.map(whole)),
  min: (args) => Math.min(...args.map(whole)),
  floor: ([value]) => Math.floor(number(value)),
  ceil: ([value]) => Math.ceil(number(value)),
  round: ([value, places]) => Number(number(value).toFixed(Math.min(Math.max(whole(places ?? 0), 0), 20))),
};

const comparisons: Readonly<Record<string, TemplateFunction>> = {
  eq: ([first, ...others]) => others.some((other) => alike(first, other) && first === other),
  ne: ([a, b]) => alike(a, b) && a !== b,
  lt: ([a, b]) => alike(a, b) && text(a) !== text(b) && isLess(a, b),
  le: ([a, b]) => alike(a, b) && !isLess(b, a),
  gt: ([a, b]) => alike(a, b) && isLess(b, a),
  ge: ([a, b]) => alike(a, b) && !isLess(a, b),
  and: (args) => args.find((value) => !value) ?? args.at(-1) ?? '',
  or: (args) => args.find((value) => Boolean(value)) ?? args.at(-1) ?? '',
  not: ([value]) => !value,
  len: ([value]) => text(value).length,
};

export const templateFunctions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries({ ...texts, ...numbers, ...comparisons }),
);

function divisor(value: Value | undefined): number {
  const result = whole(value);
  if (result === 0) throw new Error('division by zero');
  return result;
}

function alike(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a !== typeof b) throw new Error('values of different types cannot be compared');
  return true;
}

function isLess(a: Value | undefined, b: Value | undefined): boolean {
  return typeof a === 'number' ? a < number(b) : text(a) < text(b);
}

function trimAll(value: string, characters: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && characters.includes(value.charAt(start))) start++;
  while (end > start && characters.includes(value.charAt(end - 1))) end--;
  return value.slice(start, end);
}

function trimSuffix(value: string, part: string): string {
  return part !== '' && value.endsWith(part) ? value.slice(0, -part.length) : value;
}

function repeat(value: string, count: number): string {
  if (count < 0 || count > maxRepeat) throw new Error(`a count must be between 0 and ${maxRepeat}`);
  return value.repeat(count);
}

function substr(value: string, start: number, end: number): string {
  if (start < 0) return value.slice(0, Math.max(end, 0));
  return end < 0 || end > value.length ? value.slice(start) : value.slice(start, end);
}

/**
 * Patterns come from users and JavaScript's matcher may take exponential time: groups must not repeat, and few parts
 * may. What is left takes at most the cube of the text's length, and texts here are names.
 */
function replaceAll(pattern: string, value: string, replacement: string): string {
  if (pattern.length > maxPattern) throw new Error(`a pattern has at most ${maxPattern} characters`);
  if (/\)[*+?{]/.test(pattern)) throw new Error('a group in a pattern must not repeat');
  if (/\\[1-9k]|\(\?(?!:)/.test(pattern)) throw new Error('a pattern must not look around or back');
  if ((pattern.match(/[*+{]/g) ?? []).length > 3) throw new Error('at most three parts of a pattern may repeat');
  const matcher = new RegExp(pattern, 'g');
  return value.slice(0, 512).replaceAll(matcher, replacement.replaceAll(/\$\{(\w+)\}/g, '$$$1'));
}
