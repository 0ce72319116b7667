import { startApp } from './app.ts';
import { parseConfig, type Config } from './config/config.ts';
import { readRawConfig } from './config/env.ts';
import { systemClock } from './platform/clock.ts';
import { InvalidInputError } from './platform/errors.ts';
import { createLog } from './platform/log.ts';

function configured(): Config {
  try {
    return parseConfig(readRawConfig(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    process.stderr.write(`gantry: ${error.message}\n`);
    process.exit(2);
  }
}

const config = configured();
const log = createLog({ level: config.logLevel });

// State is in the API server: a process that does not know what it does any more is replaced.
process.on('unhandledRejection', (error) => {
  log.error({ error }, 'A promise was rejected and nobody listened');
  process.exit(1);
});

if (config.trustRequesters) {
  log.warn(
    {},
    'Runs with --trust-requesters: plans and migrations without a requester count as an administrator’s. Not for shared clusters.',
  );
}

const app = await startApp({
  config,
  clock: systemClock,
  random: Math.random,
  log,
  onLeadershipLost: () => process.exit(1),
});
log.info({ url: app.url, webhookUrl: app.webhookUrl, roles: [...config.roles] }, 'Started');

let stopping = false;
const stop = () => {
  if (stopping) process.exit(1);
  stopping = true;
  log.info({}, 'Stopping');
  void app.stop().then(() => process.exit(0));
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
