import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { watchEvents } from './watch-stream.ts';

const event = (name: string) => ({ type: 'ADDED', object: { metadata: { name } } });

async function read(chunks: readonly Uint8Array[], limit?: number): Promise<unknown[]> {
  const all: unknown[] = [];
  async function* body() {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  for await (const events of watchEvents(body(), limit)) all.push(...events);
  return all;
}

describe('watchEvents', () => {
  it('reads the same events however the bytes are cut', async () => {
    const expected = ['a', 'ä€😀', 'b'].map(event);
    const bytes = Buffer.from(expected.map((one) => `${JSON.stringify(one)}\n`).join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, n) => bytes.subarray(at[n], end));
        expect(await read(chunks)).toEqual(expected);
      }),
    );
  });

  it('refuses an endless line before it fills the memory', async () => {
    const chunks = Array.from({ length: 100 }, () => Buffer.alloc(100, 'x'));
    await expect(read(chunks, 1_000)).rejects.toThrow('larger than 1000 characters');
  });

  it.each([
    ['half a line', '{"type":"ADDED"', 'in the middle of an event'],
    ['what is not JSON', 'secret\n', 'not JSON'],
    ['an unknown type', '{"type":"X","object":{}}\n', 'none'],
    ['no object', '{"type":"ADDED","object":[]}\n', 'none'],
  ])('refuses %s', async (_, text, message) => {
    await expect(read([Buffer.from(text)])).rejects.toThrow(message);
  });
});
