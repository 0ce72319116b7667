import { isAborted } from '../../platform/abort.ts';
import { KnownError, UnauthenticatedError } from '../../platform/errors.ts';
import { sleep } from '../../platform/clock.ts';
import type { CollectTask, InventoryRecord } from '../inventory-source.ts';
import { understood } from './faults.ts';
import { ObjectSet } from './object-set.ts';
import type { ServiceContent } from './service-content.ts';
import { openClient, openRest } from './source.ts';
import { followTags } from './tag-follower.ts';
import type { TagsByObject } from './tags.ts';
import { UpdateFollower } from './update-follower.ts';

const RECONNECT_MS = 5_000;
/** A server that answers at once though nothing happened is not asked more often. */
const LEAST_WAIT_MS = 1_000;
/** Records in one message: more would hold up the thread that takes them. */
const RECORDS_PER_MESSAGE = 200;

/** The way to the source broke; the session may still be there. */
const broken: ReadonlySet<string> = new Set(['ProviderUnreachable', 'ProviderTimeout']);

/** See InventorySource.collect. */
export async function collect(task: CollectTask): Promise<void> {
  const { context, report, signal } = task;
  const inventory = known(task);
  let session: Session | undefined;
  while (!signal.aborted) {
    try {
      session ??= await begin(task, inventory);
      await session.follow();
    } catch (cause) {
      const error = understood(cause);
      if (isAborted(signal)) break;
      const ended = error instanceof UnauthenticatedError;
      report({ kind: 'problem', problem: error instanceof Error ? error.message : 'unknown', ended });
      if (ended) break;
      if (!(error instanceof KnownError && broken.has(error.code))) {
        await session?.end();
        session = undefined;
      }
    }
    await sleep(context.clock, RECONNECT_MS, signal).catch(() => undefined);
  }
  await session?.end();
}

interface Inventory {
  readonly objects: ObjectSet;
  /** Reports what changed since the last call. */
  readonly tell: () => void;
}

function known({ report }: CollectTask): Inventory {
  const objects = new ObjectSet();
  return {
    objects,
    tell() {
      const portioned = [...portions(objects.take())];
      for (const changes of portioned) report({ kind: 'changes', ...changes });
      if (portioned.length === 0) report({ kind: 'current' });
    },
  };
}

interface Session {
  /** Never returns; throws when the source or the session is lost. May be called again after that. */
  follow(): Promise<never>;
  end(): Promise<void>;
}

async function begin(task: CollectTask, { objects, tell }: Inventory): Promise<Session> {
  const { connection, context, report, signal } = task;
  const client = openClient(connection, context);
  const content = await client.content(signal);
  report({ kind: 'changes', put: [about(content)], removed: [] });
  const updates = new UpdateFollower(client, content, objects);
  const tags = tagsBeside(task, content, (found) => {
    objects.setTags(found);
    tell();
  });
  return {
    async follow() {
      updates.resume();
      for (;;) {
        const asked = context.clock.now();
        const { isComplete, told } = await updates.next(signal);
        tell();
        if (isComplete) {
          report({ kind: 'ready' });
          tags.start();
        } else if (told === 0 && context.clock.now() - asked < LEAST_WAIT_MS) {
          await sleep(context.clock, LEAST_WAIT_MS, signal);
        }
      }
    },
    async end() {
      await tags.end();
      await client.logout();
    },
  };
}

/** Tags, from when machines are known: the credentials are proven then. A host without a vCenter has none. */
function tagsBeside(
  { connection, context, report, signal }: CollectTask,
  { kind }: ServiceContent,
  found: (tags: TagsByObject) => void,
) {
  const over = new AbortController();
  let work: Promise<void> | undefined;
  return {
    start() {
      if (kind !== 'vcenter') return;
      const told = (problem?: string) => report({ kind: 'part', part: 'tags', ...(problem && { problem }) });
      const until = AbortSignal.any([signal, over.signal]);
      work ??= followTags({ rest: openRest(connection, context), clock: context.clock, signal: until, found, told });
    },
    async end() {
      over.abort();
      await work;
    },
  };
}

function about({ apiVersion, product, instanceUuid }: ServiceContent): InventoryRecord {
  return { collection: 'about', id: 'about', name: product, native: { apiVersion, product, instanceUuid } };
}

type Portion = ReturnType<ObjectSet['take']>;

function portions({ put, removed }: Portion): readonly Portion[] {
  const parts: Portion[] = removed.length > 0 ? [{ put: [], removed }] : [];
  for (let start = 0; start < put.length; start += RECORDS_PER_MESSAGE) {
    parts.push({ put: put.slice(start, start + RECORDS_PER_MESSAGE), removed: [] });
  }
  return parts;
}
