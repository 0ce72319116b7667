import { isObject, textAt } from './json.ts';

type Step = (values: unknown[]) => unknown[];

const TOKEN =
  /\.([A-Za-z_$][\w$-]*(?:\\.[\w$-]+)*)|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]|\[(\d+)\]|\[\*\]|\.\*|\['([^']*)'\]|\["([^"]*)"\]/gy;

function field(name: string): Step {
  return (values) => values.flatMap((value) => (isObject(value) && Object.hasOwn(value, name) ? [value[name]] : []));
}

function stepOf(match: RegExpExecArray): Step {
  const [, dotted, filterPath, filterValue, index, single, double] = match;
  if (dotted !== undefined) return field(dotted.replaceAll('\\.', '.'));
  const quoted = single ?? double;
  if (quoted !== undefined) return field(quoted);
  if (index !== undefined)
    return (values) =>
      values.flatMap((value: unknown) => (Array.isArray(value) ? [value[Number(index)] as unknown] : []));
  if (filterPath !== undefined)
    return (values) =>
      values
        .flatMap((value): unknown[] => (Array.isArray(value) ? value : []))
        .filter((item) => textAt(item, ...filterPath.split('.')) === filterValue);
  return (values) =>
    values.flatMap((value): unknown[] => (Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []));
}

/**
 * The subset of JSONPath that printer columns use: fields, quoted fields, indexes, wildcards, equality filters.
 * Of several results the first is taken; `undefined` where there is none.
 */
export function readPath(path: string): (value: unknown) => unknown {
  const text = path.replace(/^\{|\}$/g, '').replace(/^\$/, '');
  const steps: Step[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return () => undefined;
    steps.push(stepOf(match));
  }
  return (value) => steps.reduce((values, step) => step(values), [value])[0];
}
