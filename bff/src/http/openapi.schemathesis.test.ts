import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { hooks } from '../api/generated/hook.ts';
import { plans } from '../api/generated/plan.ts';
import { hook } from '../testing/hooks.ts';
import { HttpWorld, people, project } from '../testing/http-world.ts';

/** Folder that schemathesis is installed in. */
const installed = process.env.GANTRY_SCHEMATHESIS;
if (installed === undefined) console.log('not run: schemathesis (GANTRY_SCHEMATHESIS is not set)');

const limitMs = 240_000;

/** How the service answers is checked; what it accepts beyond its document is a matter of the cluster's state. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
  'ignored_auth',
];

const options = [
  ...['--checks', checks.join(',')],
  ...['--phases', 'fuzzing'],
  ...['--max-examples', '3', '--continue-on-failure'],
  ...['--generation-deterministic', '--no-shrink'],
  ...['--suppress-health-check', 'all'],
  ...['--request-timeout', '60'],
  ...['--warnings', 'off', '--no-color'],
];

/** Refusals of what the document does not allow. */
const configuration = `[checks.negative_data_rejection]
expected-statuses = [400, 403, 404, 405, 409, 413, 415, 422, 429, 431, 503]
`;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** It leaves files where it runs. */
function run(
  program: string,
  { origin, folder }: { readonly origin: string; readonly folder: string },
): Promise<Ended> {
  const child = spawn(
    join(program, 'bin', 'schemathesis'),
    ['run', `${origin}/api/v1/openapi.json`, '--header', `Authorization: Bearer ${people.admin}`, ...options],
    {
      cwd: folder,
      env: { ...process.env, PYTHONPATH: program },
      timeout: limitMs,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const take = (text: string) => (output = (output + text).slice(-200_000));
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

const cut = (output: string) =>
  output
    .split('\n')
    .map((line) => line.slice(0, 300))
    .join('\n');

it.skipIf(installed === undefined)(
  'answers as its OpenAPI document says, whatever schemathesis asks',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gantry-schemathesis-'));
    const world = await HttpWorld.create();
    try {
      await world.addProviders();
      await world.addPlan('wave-1');
      await world.setConditions(plans, { namespace: project, name: 'wave-1' }, ['Ready']);
      await world.admin.client.create(hooks, hook('wave-1'));
      await world.settle();
      await writeFile(join(folder, 'schemathesis.toml'), configuration);
      const ended = run(installed ?? '', { origin: world.origin, folder });
      const state = { over: false };
      void ended.finally(() => (state.over = true)).catch(() => undefined);
      while (!state.over) {
        await world.clock.advance(100);
        await pause(5);
      }
      const { code, output } = await ended;
      // Names of failures stand in lines; what was sent may fill pages.
      expect(code, cut(output)).toBe(0);
    } finally {
      await world.close();
      await rm(folder, { recursive: true });
    }
  },
  limitMs + 30_000,
);
