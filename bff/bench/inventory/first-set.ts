/** CPU time of taking over the first set of a vCenter, against scanning the same answers with nobody who wants them. */
import { systemClock } from '@gantry/sandbox/clock.ts';
import { scanXml } from '../../src/platform/xml.ts';
import { vsphereInventory } from '../../src/providers/vsphere/inventory-source.ts';
import { median } from './cpu.ts';
import { account, RememberedVcenter } from './replies.ts';

const vms = 10_000;
const rounds = 3;
const limits = { bytes: Number.MAX_SAFE_INTEGER, depth: 64, elements: Number.MAX_SAFE_INTEGER };

const cpuMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

async function measured(work: () => Promise<void>): Promise<number> {
  globalThis.gc?.();
  const before = cpuMs();
  await work();
  return cpuMs() - before;
}

async function scan(answers: RememberedVcenter['updates']): Promise<void> {
  for (const chunks of answers) {
    const body = (async function* () {
      for (const chunk of chunks) yield await Promise.resolve(chunk);
    })();
    await scanXml(body, { limits, wants: (path) => path.endsWith('/objectSet'), onElement: () => undefined });
  }
}

async function collect(vcenter: RememberedVcenter): Promise<void> {
  const stop = new AbortController();
  await vsphereInventory.collect({
    connection: {
      url: 'https://vc.test/sdk',
      ...account,
      trust: { mode: 'skip' },
      settings: { sdkEndpoint: 'vcenter' },
    },
    context: {
      send: () => vcenter.send,
      clock: systemClock,
      certificate: () => Promise.reject(new Error('The bench has no certificates.')),
    },
    report: ({ kind }) => {
      if (kind === 'ready') stop.abort(new Error('The first set is there.'));
    },
    signal: stop.signal,
  });
}

const vcenter = new RememberedVcenter(vms);
await collect(vcenter);
const figures = { scan: [] as number[], collect: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  figures.scan.push(await measured(() => scan(vcenter.updates)));
  figures.collect.push(await measured(() => collect(vcenter)));
}
const ratio = median(figures.collect) / median(figures.scan);
console.log(
  `first set of ${vms} machines: ${median(figures.collect).toFixed(0)} ms CPU against ${median(figures.scan).toFixed(0)} of scanning alone: ${ratio.toFixed(2)} x (wanted: at most 1.5)`,
);
if (!(ratio <= 1.5)) process.exitCode = 1;
process.exit();
