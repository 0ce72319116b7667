/** Reading the inventory of a vCenter with many machines, from a process of its own over TLS, as the service does. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { systemClock } from '@gantry/sandbox/clock.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { modelFromCounts } from '@gantry/sandbox/sources/vsphere/model-from-counts.ts';
import { SandboxVcenter } from '@gantry/sandbox/sources/vsphere/sandbox-vcenter.ts';
import { ProviderInventories } from '../src/inventory/provider-inventories.ts';
import { collectInThread } from '../src/inventory/collector-thread.ts';
import { openDriverContext } from '../src/providers/driver-context.ts';
import { watchSlices } from './cache/slices.ts';

const account = { user: 'administrator@vsphere.local', password: 'bench' };
const limitMs = 120_000;
/** KiB of resident memory for each machine, ms CPU of the main thread at once. */
const wanted = { kibibytes: 20, sliceMs: 20 };

async function serve(vms: number): Promise<void> {
  const tls = await createCertificate('vcenter.sandbox.test', await createAuthority(Date.now()), Date.now());
  const model = modelFromCounts({ vms, clusters: 4, hosts: 16, networks: 8, portGroups: 16, datastores: 16 });
  const vcenter = new SandboxVcenter({ clock: systemClock, seed: 'bench', model, credentials: [account] });
  const { url } = await new SocketNetwork().listen(vcenter.handle, { host: '127.0.0.1', port: 0, tls });
  process.send?.(url);
  process.once('disconnect', () => process.exit());
}

interface Measured {
  /** Resident at the end, in bytes. */
  readonly rss: number;
  /** Longest slice of the main thread while the inventory was read. */
  readonly sliceMs: number;
}

async function measure(vms: number): Promise<Measured> {
  const server = fork(import.meta.filename, [String(vms)]);
  const [url] = (await once(server, 'message')) as [string];
  const loopback = { address: '127.0.0.0', prefix: 8 };
  const outbound = { allowedAddresses: [loopback], clusterAddresses: [], proxies: {} };
  const context = openDriverContext(outbound, systemClock);
  const inventories = new ProviderInventories({ context, collect: collectInThread(outbound) });
  const slices = watchSlices();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  inventories.start(
    { uid: 'bench', type: 'vsphere', version: '1' },
    { url: `${url}/sdk`, ...account, trust: { mode: 'skip' }, settings: {} },
  );
  while (inventories.of('bench')?.state.phase !== 'ready') {
    if (performance.now() - begun > limitMs) throw new Error(`${vms} machines were not read within ${limitMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  const { ownMs: sliceMs } = slices();
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  console.log(
    `${vms} machines: ${wall.toFixed(0)} ms, ${((user + system) / 1000).toFixed(0)} ms CPU, ${(rss / 1024 ** 2).toFixed(0)} MiB resident, at most ${sliceMs.toFixed(1)} ms of the main thread at once`,
  );
  await inventories.close();
  await context.close();
  server.disconnect();
  return { rss, sliceMs };
}

const [, , size] = process.argv;
if (size !== undefined) await serve(Number(size));
else {
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  console.log(`inventory on ${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}, load ${load}`);
  const [few, many] = [2_000, 10_000];
  const [before, after] = [await measure(few), await measure(many)];
  const kibibytes = (after.rss - before.rss) / (many - few) / 1024;
  console.log(
    `${kibibytes.toFixed(1)} KiB resident for each machine, garbage included (wanted: at most ${wanted.kibibytes})`,
  );
  if (!(kibibytes <= wanted.kibibytes) || !(after.sliceMs <= wanted.sliceMs)) process.exitCode = 1;
}
