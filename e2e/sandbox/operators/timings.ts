/** How long the stand-ins take, so that tests and demonstrations see what a slow cluster shows. */
export interface Timings {
  readonly provisionMs: number;
  readonly bindMs: number;
  readonly scheduleMs: number;
  readonly pullMs: number;
  readonly startMs: number;
  /** Between two looks at an importer's progress. */
  readonly progressMs: number;
  readonly bootMs: number;
  /** What an inspection and a conversion of the guest take beside their input and output. */
  readonly inspectMs: number;
  readonly convertMs: number;
  /** Of one importer or conversion; undefined is as fast as possible. */
  readonly copyBytesPerSecond?: number;
  /** The first wait after a container failed; it doubles up to `backoffLimitMs`. */
  readonly backoffMs: number;
  readonly backoffLimitMs: number;
}

export const defaultTimings: Timings = {
  provisionMs: 200,
  bindMs: 50,
  scheduleMs: 50,
  pullMs: 100,
  startMs: 100,
  progressMs: 2_000,
  bootMs: 500,
  inspectMs: 300,
  convertMs: 500,
  backoffMs: 10_000,
  backoffLimitMs: 300_000,
};
