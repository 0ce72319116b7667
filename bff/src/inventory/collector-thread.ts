import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Outbound } from '../providers/driver-context.ts';
import { loginGuard } from '../providers/login-guard.ts';
import type { CollectorMessage, CollectTask, InventorySource } from '../providers/inventory-source.ts';
import type { CollectorStart } from './collector-messages.ts';
import { STOP } from './collector-messages.ts';

/** Collects for one provider until the task's signal is aborted; resolves when nothing more will be reported. */
export type Collect = (source: InventorySource, task: CollectTask) => Promise<void>;

/** In the caller's own thread, with the caller's clock and sender. */
export const collectHere: Collect = (source, task) => source.collect(task);

/** What its thread may take to end by itself. */
const END_MS = 5_000;
const HEAP_MEBIBYTES = 2_048;
/** Room for short-lived objects: by itself it grows to many times what reading needs. */
const YOUNG_MEBIBYTES = 48;

/** In a thread of its own, so that reading a large source never holds up requests and controllers. */
export const collectInThread =
  (outbound: Outbound): Collect =>
  async (source, { connection, context, report, signal }) => {
    const { memory: logins } = loginGuard(connection, context);
    const start: CollectorStart = { type: source.type, connection, outbound, logins };
    // The same name with `.js` stands beside the bundle.
    const program = new URL(`./collector-worker${extname(import.meta.filename)}`, import.meta.url);
    const worker = new Worker(program, {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
      // Settings and secrets in the environment are not the collector's business.
      env: {},
    });
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const onAbort = () => {
      worker.postMessage(STOP);
      const cancel = context.clock.after(END_MS, () => void worker.terminate());
      void exited.then(cancel);
    };
    worker.on('message', (message: CollectorMessage) => {
      if (!signal.aborted) report(message);
    });
    worker.once('error', (error: unknown) => {
      report({
        kind: 'problem',
        problem: `The collector ended: ${error instanceof Error ? error.message : 'unknown'}`,
        ended: false,
      });
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    await exited;
    signal.removeEventListener('abort', onAbort);
  };
