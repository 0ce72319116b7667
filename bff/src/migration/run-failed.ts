import type { Failure } from '../pipeline/outcome.ts';

/** Thrown from inside a step's parts: the run cannot go on, for this reason. */
export class RunFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'RunFailed';
    this.failure = failure;
  }
}
