import { systemClock } from '../clock.ts';
import { SocketNetwork } from '../network.ts';
import { startOperators } from '../operators/operators.ts';
import { readConfig } from './process-config.ts';
import type { OperatorsConfig } from './process-config.ts';
import { sayReady, stopWhenTold } from './ready-message.ts';
import { serverFingerprint } from './server-fingerprint.ts';

/** Enough for what one demonstration or test runs at a time. */
const addressesPerSandbox = 64;

const { api, dataDir, timings, jobs } = readConfig() as OperatorsConfig;
const operators = await startOperators({
  network: new SocketNetwork(),
  clock: systemClock,
  api,
  dataDir,
  timings,
  jobs,
  report: (line) => {
    process.stderr.write(`operators: ${line}\n`);
  },
  fingerprint: serverFingerprint,
  firstAddress: process.pid * addressesPerSandbox,
});
stopWhenTold(() => operators.stop());
sayReady();
