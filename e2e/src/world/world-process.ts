import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelName } from '@gantry/sandbox/sources/vsphere/models.ts';
import { startEnvironment, type Environment } from '../demonstration/environment.ts';
import type { WorldFacts, WorldMessage, WorldRequest } from './world.ts';

/**
 * What `npm start -- --empty` starts, in a process of its own: the test runner's module loader must not reach the
 * processes of the world. Says where everything is over IPC, and ends with the process that has started it.
 */
function say(message: WorldMessage): void {
  process.send?.(message);
}

function factsOf({ consoleUrl, people, addresses, readyFile }: Environment, folder: string): WorldFacts {
  return { consoleUrl, people, addresses, readyFile, folder };
}

function serve(environment: Environment): void {
  process.on('message', ({ restart }: Partial<WorldRequest>) => {
    if (restart !== 'service') return;
    environment.restartService().then(
      () => say({ restarted: true }),
      (error: unknown) => say({ failed: String(error) }),
    );
  });
}

const folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-'));
const over = new Promise<void>((resolve) => {
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, () => resolve());
});
try {
  const environment = await startEnvironment({
    mode: 'empty',
    cluster: 'sandbox',
    port: 0,
    folder,
    model: process.argv[2] as ModelName | undefined,
    root: join(import.meta.dirname, '../../..'),
  });
  serve(environment);
  say({ ready: factsOf(environment, folder) });
  await Promise.race([over, environment.died]).catch((error: unknown) => say({ failed: String(error) }));
  await environment.stop();
} catch (error) {
  say({ failed: error instanceof Error ? error.message : String(error) });
} finally {
  await rm(folder, { recursive: true, force: true });
  process.exit();
}
