import type { SentenceCode } from '../../api/http/message-codes.ts';
import type { Message } from '../../api/http/shapes.ts';

/** A sentence with its code and blanks; `{name}` stands for a blank. Blanks that are not known are left out. */
export function sentence(
  code: SentenceCode,
  template: string,
  parameters: Readonly<Record<string, string | number | undefined>> = {},
  rest: Pick<Message, 'source' | 'advice' | 'raw'> = {},
): Message {
  const filled = Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ) as Record<string, string>;
  const text = template.replace(/\{(\w+)\}/g, (blank, name: string) => filled[name] ?? blank);
  return { code, parameters: filled, text, ...rest };
}

export function be(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** `1 VM is`, `2 VMs are`, `3 are`. */
export function is(count: number, noun?: string): string {
  return `${noun === undefined ? count : counted(count, noun)} ${be(count)}`;
}

/** `1 VM`, `2 VMs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
