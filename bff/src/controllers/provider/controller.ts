import { migrations, type Migration } from '../../api/generated/migration.ts';
import { plans } from '../../api/generated/plan.ts';
import { providers, type Provider } from '../../api/generated/provider.ts';
import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import { configMaps } from '../../api/kinds/core.ts';
import type { ObjectKey } from '../../api/resource.ts';
import type { Cluster } from '../../kube/cluster.ts';
import {
  annotationsChanged,
  generationChanged,
  watchMapped,
  watchObjects,
  watchOther,
} from '../../kube/controller-watch.ts';
import { startController, type Controller, type ReconcileResult } from '../../kube/controller.ts';
import { referredKey } from '../../migration/judgement/gather-references.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import {
  judgeProvider,
  providerPhase,
  regoConfigMap,
  type ProviderScope,
} from '../../migration/judgement/provider-checks.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import { isHeld, setHold } from '../../migration/source/hold.ts';
import { examine, type Examination } from './examine.ts';
import { holdersNow, holdersOf, isActive, needsSource, planKeyOf, providersOf } from './hold.ts';
import { ensureHostProvider, hostKey } from './host-provider.ts';
import type { ProviderPorts } from './ports.ts';
import { TestMemory } from './test-memory.ts';

const untilReadyMs = 3_000;
const retestMs = 30_000;

/** Tests providers, keeps their status, and runs their inventories. */
export function startProviderController(ports: ProviderPorts): Controller {
  const { cluster, clock, log, observer, serviceNamespace } = ports;
  const cache = cluster.informer({ resource: providers });
  const memory = new TestMemory(clock);
  const runs = cluster.informer({ resource: virtualMachineMigrations });
  const knownPlans = cluster.informer({ resource: plans });
  const endsOf = (migration: Migration): ObjectKey[] => {
    const { source, destination } = specOf(knownPlans.get(planKeyOf(migration)))?.provider ?? {};
    return [source, destination].flatMap((end) => referredKey(end, migration.metadata.namespace ?? '') ?? []);
  };
  return startController({
    name: 'provider',
    clock,
    log,
    observer,
    watches: [
      watchObjects(cache, { updated: (a, b) => generationChanged(a, b) || annotationsChanged(a, b) }),
      watchMapped(runs, providersOf, { updated: (a, b) => needsSource(a) !== needsSource(b) }),
      watchMapped(cluster.informer({ resource: migrations }), endsOf, {
        updated: (a, b) => isActive(a) !== isActive(b),
      }),
      watchOther((enqueue) => {
        enqueue(hostKey(serviceNamespace));
        return cache.addHandler({
          deleted: ({ metadata }) => {
            ports.inventories.stop(metadata.uid ?? '');
            memory.forget(metadata.uid ?? '');
          },
        });
      }),
    ],
    reconcile: (key, signal) => reconcile({ ...ports, memory }, key, signal),
  });
}

type Ports = ProviderPorts & { readonly memory: TestMemory };

async function reconcile(ports: Ports, key: ObjectKey, signal: AbortSignal): Promise<ReconcileResult | undefined> {
  const { cluster } = ports;
  // Read where it stands: what the status says of refused logins decides whether another is tried.
  const provider = await cluster.client.find(providers, key, { signal });
  if (provider === undefined) return revive(ports, key);
  const heldBy = await holders(cluster, provider);
  const held = await setHold(cluster.client, provider, { held: heldBy.length > 0 });
  const { deletionTimestamp } = held.metadata;
  if (deletionTimestamp !== undefined && !isHeld(held)) {
    ports.inventories.stop(held.metadata.uid ?? '');
    return undefined;
  }
  const examination = await examine(ports, held, signal);
  runInventory(ports, held, examination);
  const scope = scopeOf(ports, held, {
    examination,
    regoFiles: 'connection' in examination ? await regoFiles(ports, signal) : [],
    heldBy: deletionTimestamp === undefined ? [] : heldBy,
  });
  const findings = judgeProvider(scope);
  const phase = providerPhase(findings);
  const status = { phase, ...seen(examination) };
  await writeJudgement({ ...ports, client: cluster.client }, providers, { object: held, findings, status });
  return { requeueAfterMs: phase === 'Ready' || waitsForSecret(scope) ? retestMs : untilReadyMs };
}

/** Nobody lets go by what a cache says. */
async function holders(cluster: Cluster, provider: Provider): Promise<string[]> {
  const known = holdersOf(cluster, provider);
  return known.length === 0 && isHeld(provider) ? holdersNow(cluster, provider) : known;
}

async function revive({ cluster, serviceNamespace }: Ports, key: ObjectKey): Promise<undefined> {
  const host = hostKey(serviceNamespace);
  if (key.name === host.name && key.namespace === host.namespace) {
    await ensureHostProvider(cluster.client, serviceNamespace);
  }
  return undefined;
}

/** Only a provider that took the credentials gets an inventory; one that refused them loses it, with its logins. */
function runInventory({ inventories }: Ports, { metadata, spec }: Provider, examination: Examination): void {
  const uid = metadata.uid ?? '';
  if ('local' in examination) return;
  if ('invalid' in examination || examination.outcome.result === 'refused') {
    inventories.stop(uid);
    return;
  }
  const { connection, version, outcome } = examination;
  if (outcome.result === 'passed') inventories.start({ uid, type: spec.type, version }, connection);
}

function scopeOf(
  { inventories, clock, vddkImage }: Ports,
  provider: Provider,
  {
    examination,
    heldBy,
    regoFiles,
  }: { readonly examination: Examination } & Required<Pick<ProviderScope, 'heldBy' | 'regoFiles'>>,
): ProviderScope {
  if ('invalid' in examination) {
    const { invalid } = examination;
    return { provider, invalid, insecure: false, connection: { result: 'notTried' }, heldBy };
  }
  if ('local' in examination) {
    const report = { product: 'OpenShift', version: '', instanceUuid: '', missingPrivileges: [] };
    const inventory = { phase: 'ready', updatedAt: clock.now() } as const;
    return { provider, insecure: false, connection: { result: 'passed', report }, inventory, heldBy };
  }
  const spec = specOf(provider);
  const image = spec?.settings?.vddkInitImage || vddkImage;
  const inventory = inventories.of(provider.metadata.uid ?? '')?.state;
  return {
    provider,
    insecure: examination.connection.trust.mode === 'skip',
    connection: examination.outcome,
    ...(inventory && { inventory }),
    // Read where it stands, with every question.
    ...(spec?.type === 'openshift' && { inventory: { phase: 'ready' as const, updatedAt: clock.now() } }),
    ...(spec?.type === 'vsphere' && { vddkImage: image ? ('set' as const) : ('missing' as const) }),
    regoFiles,
    heldBy,
  };
}

async function regoFiles({ cluster, serviceNamespace }: Ports, signal: AbortSignal): Promise<string[]> {
  const key = { name: regoConfigMap, namespace: serviceNamespace };
  const found = await cluster.client.find(configMaps, key, { signal });
  return Object.keys(found?.data ?? {}).filter((file) => file.endsWith('.rego'));
}

/** What the status keeps of the test. */
function seen(examination: Examination): Partial<NonNullable<Provider['status']>> {
  if (!('connection' in examination)) return {};
  const { outcome, secretVersion } = examination;
  const fingerprint = outcome.result === 'passed' ? outcome.report.fingerprint : undefined;
  return { secretResourceVersion: secretVersion, ...(fingerprint && { fingerprint }) };
}

/** A refused login is not hurried, and nothing else can help but a new Secret. */
function waitsForSecret({ connection }: ProviderScope): boolean {
  return connection.result === 'refused';
}
