import { parseArgs } from 'node:util';
import { virtualMachineMigrations, type VirtualMachineMigration } from './api/generated/virtual-machine-migration.ts';
import { isNotFound } from './kube/api-error.ts';
import { ownAccess } from './kube/cluster-access.ts';
import { anonymous, serviceToken } from './kube/credentials.ts';
import { openCluster } from './kube/open-cluster.ts';
import { changes, refusalOf, type Change } from './migration/in-flight.ts';
import { systemClock } from './platform/clock.ts';
import { httpSend } from './platform/http-send.ts';

// Asked by the chart before it changes or removes the service: ends with 1, naming the VMs, when that must wait.

const limitMs = 60_000;

async function readRuns(kubeconfig: string | undefined): Promise<readonly VirtualMachineMigration[]> {
  const access = await ownAccess(kubeconfig);
  const send = httpSend(access.tls);
  const credentials =
    access.readToken === undefined ? anonymous : serviceToken({ clock: systemClock, read: access.readToken });
  const cluster = openCluster({
    name: 'local',
    url: access.url,
    send,
    clock: systemClock,
    random: Math.random,
    credentials,
  });
  try {
    return (await cluster.client.list(virtualMachineMigrations, { signal: AbortSignal.timeout(limitMs) })).items;
  } catch (error) {
    // Where there are no kinds there are no runs.
    if (isNotFound(error)) return [];
    throw error;
  } finally {
    await cluster.close();
    await send.close();
  }
}

function wantedChange(text: string | undefined): Change {
  const change = changes.find((known) => known === text);
  if (change !== undefined) return change;
  process.stderr.write(`gantry: --refuse is one of ${changes.join(', ')}\n`);
  process.exit(2);
}

const { values } = parseArgs({ options: { refuse: { type: 'string' }, kubeconfig: { type: 'string' } } });
const refusal = refusalOf(wantedChange(values.refuse), await readRuns(values.kubeconfig));
if (refusal !== undefined) {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
