import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';

const usage = `Usage: sandbox [options]
  --dir DIR            folder for the state (default: a new one in the system's folder for temporary files)
  --seed TEXT          what names, identifiers and contents of disks depend on (default: sandbox)
  --definitions DIR    further definitions of kinds to install; may be repeated
  --kubeconfig FILE    use the API server of this kubeconfig in place of the emulator
  --rate BYTES         limit of each connection to the vCenter's datastores, in bytes per second
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      seed: { type: 'string', default: 'sandbox' },
      definitions: { type: 'string', multiple: true, default: [] },
      kubeconfig: { type: 'string' },
      rate: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const sandbox = await startSandbox({
    stateDir: path.resolve(values.dir ?? (await mkdtemp(path.join(tmpdir(), 'gantry-sandbox-')))),
    seed: values.seed,
    definitions: values.definitions,
    kubeconfig: values.kubeconfig,
    sourceBytesPerSecond: values.rate === undefined ? undefined : Number(values.rate),
    ended: (name) => {
      process.stderr.write(`The process ${name} has ended; the sandbox stops.\n`);
      void sandbox.stop().then(() => process.exit(1));
    },
  });
  const { cluster, vcenter, dataDir } = sandbox.addresses;
  process.stdout.write(
    `Cluster   ${cluster.url}\n` +
      `          export KUBECONFIG=${cluster.kubeconfig}\n` +
      `vCenter   ${vcenter.url}   ${vcenter.user} / ${vcenter.password}\n` +
      `Volumes   ${dataDir}\n` +
      'Ctrl+C stops it.\n',
  );
  const end = () => void sandbox.stop().then(() => process.exit(0));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

await main();
