import { mix } from '@gantry/sandbox/seeds/noise.ts';

/** When a process is killed, counted from when it leads. */
export interface Moment {
  /** Changes of our objects that it is left to make. */
  readonly changes: number;
  /** After the last of them. */
  readonly delayMs: number;
  /** Killed then at the latest, however little has changed. */
  readonly withinMs: number;
}

/** The same moments for the same seed. */
export function moments(seed: number, count: number): Moment[] {
  return Array.from({ length: count }, (_, index) => {
    const draw = (what: number, limit: number) => mix(seed, 8 * index + what) % limit;
    return { changes: 1 + draw(0, 4), delayMs: draw(1, 60), withinMs: 400 + draw(2, 800) };
  });
}
