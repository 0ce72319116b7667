import { forkliftSettings, type SettingsRead } from '../config/forklift-settings.ts';
import { settingsConfigMap, settingsOfMap } from '../config/settings-map.ts';
import { defaultEngineSettings, type EngineSettings } from '../config/settings.ts';
import { configMaps } from '../api/kinds/core.ts';
import { forkliftControllers } from '../api/kinds/forklift-controller.ts';
import type { KubeObject } from '../api/resource.ts';
import { isNotFound } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import { startController, type Controller, type ControllerObserver } from '../kube/controller.ts';
import { watchOther, type ControllerWatch } from '../kube/controller-watch.ts';
import type { EventRecorder } from '../kube/events.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { CurrentSettings } from './current-settings.ts';

export interface FollowSettingsOptions {
  readonly cluster: { readonly client: Client };
  readonly settings: CurrentSettings;
  readonly serviceNamespace: string;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer?: ControllerObserver;
}

export interface SettingsFollower {
  readonly controller: Controller;
  /** Keeps another controller from starting before it is known what administrators say. */
  readonly watch: ControllerWatch;
}

const lookAgainMs = 60_000;
/** A kind of others that cannot be read for so long keeps nobody waiting any more. */
const patienceMs = 5 * 60_000;

/** What one object says, if there is one. */
type Said = SettingsRead & { readonly object?: KubeObject };

interface Source {
  /** As the log names it. */
  readonly from: string;
  /** Nothing begins before it has been read. */
  readonly isOurs: boolean;
  readonly read: (client: Client, namespace: string) => Promise<Said>;
}

/** Those that come later count more. */
const sources: readonly Source[] = [
  { from: 'ConfigMap', isOurs: true, read: ofConfigMap },
  { from: 'ForkliftController', isOurs: false, read: ofForkliftController },
];

/**
 * Reads what administrators say in the service's namespace once a minute: the chart's ConfigMap, and the ForkliftController that
 * MTV's console edits. What they say counts more than what the service was started with. A value that cannot be read changes nothing:
 * what its object said before goes on.
 */
export function followSettings({ cluster, settings, ...options }: FollowSettingsOptions): SettingsFollower {
  const { serviceNamespace: namespace, events, clock, log, observer } = options;
  const started = settings.now;
  let look: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => (look = resolve));
  const last = new Map<Source, Said>();
  const begun = clock.now();
  let told = false;

  const complain = ({ from }: Source, { object, unreadable }: Said, before: Said | undefined) => {
    if (object === undefined || unreadable.length === 0 || unreadable.join() === before?.unreadable.join()) return;
    log.warn({ name: object.metadata.name, fields: unreadable }, `the ${from} has unreadable fields`);
    const message = `What was before goes on for what cannot be read: ${unreadable.join(', ')}.`;
    events.record(object, { type: 'Warning', reason: 'SettingsNotValid', message });
  };
  const lookAt = async (source: Source) => {
    const before = last.get(source);
    const said = await source.read(cluster.client, namespace);
    complain(source, said, before);
    last.set(source, { ...said, settings: { ...keptOf(said, before), ...said.settings } });
  };
  /** What cannot be read now goes on as it was. */
  const failuresOfLook = async () => {
    const looks = await Promise.allSettled(sources.map(lookAt));
    return looks.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
  };
  const isKnown = (source: Source) => last.has(source) || (!source.isOurs && clock.now() - begun >= patienceMs);
  const reconcile = async () => {
    const [failure] = await failuresOfLook();
    const read = sources.map((source) => ({ from: source.from, settings: last.get(source)?.settings ?? {} }));
    const differs = settings.set(Object.assign({}, started, ...read.map((one) => one.settings)) as EngineSettings);
    if (differs || (!told && failure === undefined)) {
      log.info({ settings: origins(started, read) }, 'settings of the engine');
      told = true;
    }
    if (sources.every(isKnown)) look();
    if (failure !== undefined) throw failure;
    return { requeueAfterMs: lookAgainMs };
  };
  const once = watchOther((enqueue) => {
    enqueue({ name: 'settings', namespace });
    return () => undefined;
  });
  const controller = startController({
    name: 'settings',
    watches: [once],
    reconcile,
    clock,
    log,
    concurrency: 1,
    observer,
  });
  return { controller, watch: { start: () => () => undefined, synced: () => looked } };
}

async function ofConfigMap(client: Client, namespace: string): Promise<Said> {
  const object = await client.find(configMaps, { namespace, name: settingsConfigMap });
  return { ...settingsOfMap(object?.data ?? {}), ...(object && { object }) };
}

/** The first by name: MTV has one. */
async function ofForkliftController(client: Client, namespace: string): Promise<Said> {
  try {
    const { items } = await client.list(forkliftControllers, { namespace });
    const object = items.toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1))[0];
    return { ...forkliftSettings(object?.spec), ...(object && { object }) };
  } catch (error) {
    // A cluster without MTV's operator.
    if (isNotFound(error)) return forkliftSettings(undefined);
    throw error;
  }
}

/** Settings of before that cannot be read now. */
function keptOf({ doubtful }: Said, before: Said | undefined): Partial<EngineSettings> {
  return Object.fromEntries(Object.entries(before?.settings ?? {}).filter(([name]) => doubtful.includes(name)));
}

/** Every setting that is not the service's own default, and who says so. */
function origins(
  started: EngineSettings,
  read: readonly { readonly from: string; readonly settings: Partial<EngineSettings> }[],
): Record<string, unknown> {
  const defaults: Readonly<Record<string, unknown>> = { ...defaultEngineSettings };
  const given = Object.entries(started).filter(([name, value]) => value !== defaults[name]);
  const said = [{ from: 'start', settings: Object.fromEntries(given) }, ...read];
  return Object.fromEntries(
    said.flatMap(({ from, settings }) =>
      Object.entries(settings).map(([name, value]: [string, unknown]) => [name, { value, from }] as const),
    ),
  );
}
