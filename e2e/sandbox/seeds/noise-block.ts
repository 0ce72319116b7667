import { mix } from './noise.ts';

/** In bytes: the unit in which simulated disks are filled and written. */
export const blockBytes = 4096;

const words = new Uint32Array(blockBytes / 4);
const bytes = new Uint8Array(words.buffer);

/**
 * The block of that number, valid until the next call. Xorshift keyed by the block, so that any is known without those
 * before it; its state is never zero.
 */
export function noiseBlock(key: number, index: number): Uint8Array {
  let state = mix(key, index) | 1;
  for (let word = 0; word < words.length; word += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[word] = state;
  }
  return bytes;
}
