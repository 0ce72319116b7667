import { orAborted, startDeadline } from '../platform/abort.ts';
import type { Log } from '../platform/log.ts';
import { mutated } from './mutations/mutations.ts';
import type { AdmissionPorts } from './ports.ts';
import { refusalOf } from './refusals/refusals.ts';
import { openStamps, type Stamps, type StampsOptions } from './stamps.ts';
import { allowed, changed, parseReview, refused, type AdmissionRequest, type Refusal } from './review.ts';

export interface AdmissionOptions extends StampsOptions {
  readonly log: Log;
}

/** What is answered to the JSON of an AdmissionReview; undefined where the JSON is none. */
export type Admission = (review: unknown) => Promise<object | undefined>;

/** Shorter than the time after which the API server no longer waits (10 s), so that its user reads a reason. */
const judgedWithinMs = 8_000;

/** The two webhooks by path. What cannot be judged is refused. */
export function admissionPaths(options: AdmissionOptions): ReadonlyMap<string, Admission> {
  const parts = { ...options, stamps: openStamps(options) };
  const mutate: Judge = async (request, ports) => changed(request, await mutated(request, ports));
  const validate: Judge = async (request, ports) => {
    const refusal = await refusalOf(request, ports);
    return refusal === undefined ? allowed(request) : refused(request, refusal);
  };
  return new Map([
    ['/admission/mutate', judging(parts, mutate)],
    ['/admission/validate', judging(parts, validate)],
  ]);
}

type Judge = (request: AdmissionRequest, ports: AdmissionPorts) => Promise<object>;

function judging(
  { client, clock, log, stamps }: AdmissionOptions & { readonly stamps: Stamps },
  judge: Judge,
): Admission {
  return async (review) => {
    const request = parseReview(review);
    if (request === undefined) return undefined;
    const deadline = startDeadline({ clock, ms: judgedWithinMs, reason: () => new Error('Judging took too long.') });
    try {
      const { signal } = deadline;
      return await orAborted(judge(request, { client, stamps, signal }), signal);
    } catch (error) {
      const { resource, namespace, name, operation } = request;
      log.error({ error, resource, namespace, name, operation }, 'A write could not be judged');
      return refused(request, notJudged);
    } finally {
      deadline.end();
    }
  };
}

const notJudged: Refusal = {
  code: 500,
  reason: 'InternalError',
  message: 'Gantry cannot judge this now, because the API server does not answer its questions. Try again.',
};
