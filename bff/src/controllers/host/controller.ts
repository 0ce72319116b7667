import { hosts, type Host } from '../../api/generated/host.ts';
import { providers, type Provider } from '../../api/generated/provider.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { keyOf, type ObjectKey } from '../../api/resource.ts';
import {
  annotationsChanged,
  generationChanged,
  watchMapped,
  watchObjects,
  watchOther,
} from '../../kube/controller-watch.ts';
import { startController, type Controller, type ReconcileResult } from '../../kube/controller.ts';
import { readableInventory, refer } from '../../migration/judgement/gather-references.ts';
import { judgeHost, type HostOutcome, type HostScope } from '../../migration/judgement/host-checks.ts';
import { lookUpHost } from '../../migration/judgement/host-lookup.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import { isHeld, setHoldOn } from '../../migration/source/hold.ts';
import type { DriverContext, HostAccess, ProviderConnector } from '../../providers/driver.ts';
import { readinessChanged, refersTo } from '../dependents.ts';
import { watchInventories } from '../inventory-watch.ts';
import type { JudgingPorts } from '../judging-ports.ts';
import { abandonAnnotation, needsSource } from '../provider/hold.ts';
import { retestMs, TestMemory } from '../provider/test-memory.ts';
import { examineHost } from './examine.ts';

export interface HostPorts extends JudgingPorts {
  /** By provider type. */
  readonly connectors: ReadonlyMap<string, ProviderConnector>;
  readonly driverContext: DriverContext;
}

type Ports = HostPorts & { readonly memory: TestMemory<HostOutcome> };

/** Tests hosts at their addresses and keeps their status. */
export function startHostController(ports: HostPorts): Controller {
  const { cluster, clock, log, observer } = ports;
  const cache = cluster.informer({ resource: hosts });
  const sources = cluster.informer({ resource: providers });
  const runs = cluster.informer({ resource: virtualMachineMigrations });
  const memory = new TestMemory<HostOutcome>(clock);
  const ofProvider = (provider: Provider): ObjectKey[] =>
    cache
      .list()
      .filter((host) => refersTo(specOf(host)?.provider, host, provider))
      .map(keyOf);
  return startController({
    name: 'host',
    clock,
    log,
    observer,
    watches: [
      watchObjects(cache, { updated: (a, b) => generationChanged(a, b) || annotationsChanged(a, b) }),
      watchMapped(sources, ofProvider, { updated: readinessChanged }),
      watchMapped(runs, hostsOf, { updated: (a, b) => needsSource(a) !== needsSource(b) }),
      watchInventories({ ...ports, providers: sources }, ofProvider),
      watchOther(() => cache.addHandler({ deleted: ({ metadata }) => memory.forget(metadata.uid ?? '') })),
    ],
    reconcile: (key, signal) => reconcile({ ...ports, memory }, key, signal),
  });
}

function hostsOf({ spec }: VirtualMachineMigration): ObjectKey[] {
  const { host } = spec.resolved.source;
  return host === undefined ? [] : [{ namespace: host.namespace, name: host.name }];
}

async function reconcile(ports: Ports, key: ObjectKey, signal: AbortSignal): Promise<ReconcileResult | undefined> {
  const { client } = ports.cluster;
  // Read where it stands: what the status says of refused logins decides whether another is tried.
  const found = await client.find(hosts, key, { signal });
  if (found === undefined) return undefined;
  const holders = await holdersOf(ports, found);
  const host = await setHoldOn(client, hosts, found, { held: holders.length > 0 });
  const isDeleted = host.metadata.deletionTimestamp !== undefined;
  if (isDeleted && !isHeld(host)) return undefined;
  const scope = await gather(ports, host, isDeleted ? holders : [], signal);
  const findings = judgeHost(scope);
  await writeJudgement({ ...ports, client }, hosts, { object: host, findings });
  // Secrets are not watched.
  return { requeueAfterMs: scope.outcome.result === 'failed' ? retestMs.failed : retestMs.passed };
}

async function gather(
  { cluster, inventories, connectors, driverContext, memory }: Ports,
  host: Host,
  heldBy: readonly string[],
  signal: AbortSignal,
): Promise<HostScope> {
  const { namespace = '' } = host.metadata;
  const provider = refer(cluster.informer({ resource: providers }), specOf(host)?.provider, namespace);
  const access = accessTo(provider.object, connectors);
  const isNear = provider.object?.metadata.namespace === namespace;
  const lookup = await lookUpHost(readableInventory(inventories, provider.object), host.spec);
  const scope = { host, provider, hasHosts: access !== undefined, lookup, heldBy };
  if (!isNear || access === undefined || lookup.result !== 'found')
    return { ...scope, outcome: { result: 'notTried' } };
  const test = { client: cluster.client, context: driverContext, memory, access };
  return { ...scope, outcome: await examineHost(test, host, lookup.host, signal) };
}

/** A single host is read directly already. */
function accessTo(provider: Provider | undefined, connectors: Ports['connectors']): HostAccess | undefined {
  const { type = '', settings } = specOf(provider) ?? {};
  return settings?.sdkEndpoint === 'esxi' ? undefined : connectors.get(type)?.hosts;
}

/** Plans of the runs that read through the host, as `namespace/name`. Nobody lets go by what a cache says. */
async function holdersOf({ cluster }: Ports, host: Host): Promise<string[]> {
  if (host.metadata.annotations?.[abandonAnnotation] === 'true') return [];
  const cached = needing(cluster.informer({ resource: virtualMachineMigrations }).list(), host);
  if (cached.length > 0 || !isHeld(host)) return cached;
  const { items } = await cluster.client.list(virtualMachineMigrations);
  return needing(items, host);
}

function needing(runs: readonly VirtualMachineMigration[], { metadata }: Host): string[] {
  const plans = runs
    .filter((run) => run.spec.resolved.source.host?.uid === metadata.uid && needsSource(run))
    .map(({ spec }) => `${spec.plan.namespace}/${spec.plan.name}`);
  return [...new Set(plans)].sort();
}
