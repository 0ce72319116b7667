import { KnownError, NotFoundError, ProviderUnavailableError } from '../../platform/errors.ts';
import type { SourceSnapshot } from '../../providers/warm-source.ts';
import { unlessHeld, type RunningSource } from './warm-source-of.ts';

/** What became of a request; neither a task nor a refusal where others hold the machine, or nothing is left to do. */
export interface Asked {
  readonly task?: string;
  /** The source's words. */
  readonly refusal?: string;
}

/** A refusal is no reason to give a run up: it is reported. */
export function askRemoval({ warm }: RunningSource, { id }: SourceSnapshot): Promise<Asked> {
  return asked(warm.removeSnapshot(id));
}

export function askConsolidation({ warm, id }: RunningSource): Promise<Asked> {
  return asked(warm.consolidate(id));
}

async function asked(request: Promise<string>): Promise<Asked> {
  try {
    const task = await unlessHeld(request);
    return task === undefined ? {} : { task };
  } catch (error) {
    if (error instanceof NotFoundError) return {};
    if (error instanceof ProviderUnavailableError && error.code !== 'ProviderFault') throw error;
    if (error instanceof KnownError) return { refusal: error.message };
    throw error;
  }
}
