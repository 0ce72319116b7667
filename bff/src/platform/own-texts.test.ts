import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { OwnTexts } from './own-texts.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const mib = 1024 ** 2;

function heapAfter(work: () => unknown): { readonly kept: unknown; readonly bytes: number } {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept = work();
  collectGarbage();
  return { kept, bytes: process.memoryUsage().heapUsed - before };
}

/** Pieces of 32 MiB of texts. */
const pieces = (own: (piece: string) => string) =>
  Array.from({ length: 64 }, (_, index) => {
    const text = Buffer.alloc(mib / 2, `a piece of text ${index} `).toString('latin1');
    return own(text.slice(100, 140));
  });

describe('OwnTexts', () => {
  it.each(['', 'short', 'exactly twelve', 'a text with ü, 漢 and 🙂 in it', 'x'.repeat(1_000)])('copies %j', (text) => {
    const texts = new OwnTexts();
    expect(texts.of(text)).toBe(text);
    expect(texts.of(` ${text}`.slice(1))).toBe(text);
  });

  it('copies all of many different ones', () => {
    const texts = new OwnTexts();
    const many = Array.from({ length: 10_000 }, (_, index) => `machine number ${index % 6_000}`);
    expect(many.map((text) => texts.of(text))).toEqual(many);
  });

  it('keeps nothing of the text that a piece came from', () => {
    const texts = new OwnTexts();
    expect(heapAfter(() => pieces((piece) => texts.of(piece))).bytes).toBeLessThan(4 * mib);
    // Without a copy all of it stays; where this fails, the engine has changed and copies are needless.
    expect(heapAfter(() => pieces((piece) => piece)).bytes).toBeGreaterThan(16 * mib);
  });
});
