import type { Message } from '../../api/http/shapes.ts';

/** A sentence with its code and blanks; `{name}` stands for a blank. */
export function sentence(
  code: string,
  template: string,
  parameters: Readonly<Record<string, string | number>> = {},
  rest: Pick<Message, 'source' | 'advice' | 'raw'> = {},
): Message {
  const filled = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const text = template.replace(/\{(\w+)\}/g, (blank, name: string) => filled[name] ?? blank);
  return { code, parameters: filled, text, ...rest };
}

/** `1 VM`, `2 VMs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
