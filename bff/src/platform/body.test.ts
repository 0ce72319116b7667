import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBytes, readText } from './body.ts';

async function* arriving(chunks: readonly Uint8Array[]) {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe('reading a body', () => {
  it('gives the same bytes and the same text however they are cut', async () => {
    const text = 'a ä € 😀 z';
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, n) => new Uint8Array(bytes.subarray(at[n], end)));
        expect(await readText(arriving(chunks), { limitBytes: bytes.length })).toBe(text);
        expect(await readBytes(arriving(chunks), { limitBytes: bytes.length })).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['bytes', readBytes],
    ['text', readText],
  ])('refuses more %s than wanted', async (_, read) => {
    const body = arriving([Buffer.alloc(6), Buffer.alloc(5)]);
    await expect(read(body, { limitBytes: 10 })).rejects.toThrow('larger than 10 bytes');
  });

  it('shows half a character as what cannot be read', async () => {
    expect(await readText(arriving([Buffer.from('€').subarray(0, 2)]), { limitBytes: 10 })).toBe('\u{fffd}');
  });
});
