import type { Clock } from '../../clock.ts';
import { seededRandom } from '../../seeds/noise.ts';
import type { Handle, WireRequest, WireResponse } from '../../wire.ts';
import { bodyOf, header, jsonResponse } from '../../wire.ts';
import { buildInventory } from './build-inventory.ts';
import { DatastorePath } from './datastore-path.ts';
import { isFacility } from './entities.ts';
import { FaultRules, parseFaultRule } from './fault-rules.ts';
import { HostView } from './host-view.ts';
import { Inventory } from './inventory.ts';
import { controlMachine } from './machine-control.ts';
import { MachinePower } from './machine-power.ts';
import { Machines } from './machines.ts';
import { authorizationMethods } from './methods/authorization-methods.ts';
import { changeTrackingMethods } from './methods/change-tracking-methods.ts';
import { collectorMethods } from './methods/collector-methods.ts';
import { eventMethods } from './methods/event-methods.ts';
import type { Method, SnapshotSettings } from './methods/method.ts';
import { powerMethods } from './methods/power-methods.ts';
import { searchMethods } from './methods/search-methods.ts';
import { anonymousMethods, sessionMethods } from './methods/session-methods.ts';
import { snapshotMethods } from './methods/snapshot-methods.ts';
import type { ModelSpec } from './model-spec.ts';
import { apiVersion } from './product.ts';
import type { ProductKind } from './product.ts';
import { VcenterService } from './service.ts';
import type { Credentials } from './sessions.ts';
import { notAuthenticated, Sessions } from './sessions.ts';
import { RestApi, restRoot } from './rest-api.ts';
import { answer, faultAnswer, parseCall, referenceNamed, VimFault } from './soap.ts';
import { Tasks } from './tasks.ts';
import type { XmlElement } from './xml.ts';

export interface VcenterOptions {
  readonly clock: Clock;
  /** Names, identifiers and contents of disks depend on it. */
  readonly seed: string;
  readonly model: ModelSpec;
  /** A vCenter unless told; a single host has no REST API and no register of privileges. */
  readonly product?: ProductKind;
  /** What it shows, in place of what `model` would make. */
  readonly inventory?: Inventory;
  /** The first account may also use `/sandbox/`. */
  readonly credentials: readonly Credentials[];
  /** Of session keys; derived from the seed when not given. */
  readonly random?: () => number;
  readonly settings?: Partial<VcenterSettings>;
}

export interface VcenterSettings {
  readonly sessionIdleMs: number;
  /** Refused logins in a row after which an account is locked. */
  readonly lockAfter: number;
  /** Duration of power tasks. */
  readonly powerMs: number;
  /** From power-on until VMware Tools run. */
  readonly bootMs: number;
  readonly snapshots: SnapshotSettings;
  readonly updateDelayMs: number;
  readonly objectsPerAnswer: number;
  /** Of each connection to a datastore; unlimited when not given. */
  readonly bytesPerSecond?: number;
}

const defaults: VcenterSettings = {
  sessionIdleMs: 30 * 60_000,
  lockAfter: 5,
  powerMs: 1000,
  bootMs: 2000,
  snapshots: { createMs: 1000, removeMs: 3000, reconfigureMs: 500, areasPerAnswer: 2000 },
  updateDelayMs: 20,
  objectsPerAnswer: 10_000,
};

const methods: Readonly<Record<string, Method | undefined>> = {
  ...sessionMethods,
  ...collectorMethods,
  ...searchMethods,
  ...powerMethods,
  ...snapshotMethods,
  ...changeTrackingMethods,
  ...authorizationMethods,
  ...eventMethods,
};

/**
 * A vCenter: SOAP at `/sdk`, files at `/folder`, tags at `/rest`. NFC is not simulated. Put `handle` on a network;
 * everything else is for tests and demonstrations.
 */
export class SandboxVcenter {
  readonly inventory: Inventory;
  readonly #product: ProductKind;
  readonly sessions: Sessions;
  readonly faults: FaultRules;
  readonly machines: Machines;
  /** Privileges that no account has; may be changed at any time. */
  readonly missingPrivileges = new Set<string>();
  readonly #service: VcenterService;
  readonly #files: DatastorePath;
  readonly #rest: RestApi;
  readonly #calls = new Map<string, number>();
  #credentials: readonly Credentials[];

  constructor(options: VcenterOptions) {
    const { clock, seed } = options;
    const settings = { ...defaults, ...options.settings };
    const inventory = options.inventory ?? new Inventory();
    this.inventory = inventory;
    this.#product = options.product ?? 'vcenter';
    const context = { inventory, seed, directories: new Set<string>(), now: () => clock.now() };
    if (options.inventory === undefined) buildInventory(context, options.model);
    this.#credentials = options.credentials;
    this.faults = new FaultRules(clock);
    this.sessions = new Sessions({
      clock,
      random: options.random ?? seededRandom(`${seed}/${clock.now()}`),
      rules: { credentials: options.credentials, idleMs: settings.sessionIdleMs, lockAfter: settings.lockAfter },
      ended: (session) => {
        this.#service.forget(session);
      },
    });
    const power = new MachinePower({ inventory, clock, bootMs: settings.bootMs });
    this.machines = new Machines(context, power, clock);
    this.#service = new VcenterService({
      clock,
      seed,
      product: this.#product,
      inventory,
      sessions: this.sessions,
      tasks: new Tasks(inventory, clock, this.faults),
      power,
      powerMs: settings.powerMs,
      snapshots: settings.snapshots,
      missingPrivileges: this.missingPrivileges,
      limits: settings,
    });
    this.#rest = new RestApi({ inventory, sessions: this.sessions, seed });
    this.#files = new DatastorePath({
      inventory,
      sessions: this.sessions,
      clock,
      bytesPerSecond: settings.bytesPerSecond,
    });
  }

  /** One of its hosts as an endpoint of its own, with other accounts, over the same machines and disks. */
  host(name: string, options: Pick<VcenterOptions, 'clock' | 'seed' | 'credentials'>): SandboxVcenter {
    for (const entity of this.inventory.all()) {
      if (isFacility(entity) || entity.type !== 'HostSystem' || entity.name !== name) continue;
      const inventory = new HostView(this.inventory, entity.id);
      return new SandboxVcenter({ ...options, model: { datacenters: [] }, product: 'esxi', inventory });
    }
    throw new Error(`There is no host ${name}.`);
  }

  /** Bytes of flat files sent so far, by `[datastore] path`. */
  get servedBytes(): ReadonlyMap<string, number> {
    return this.#files.servedBytes;
  }

  /** Calls so far by method, those with injected faults included. */
  get calls(): ReadonlyMap<string, number> {
    return this.#calls;
  }

  /** Replaces all accounts; sessions stay. */
  setCredentials(credentials: readonly Credentials[]): void {
    this.#credentials = credentials;
    this.sessions.setCredentials(credentials);
  }

  handle: Handle = async (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/sdk' || url.pathname === '/sdk/') return this.#soap(request);
    if (url.pathname === '/sdk/vimServiceVersions.xml') return serviceVersions();
    if (url.pathname === '/folder' || url.pathname.startsWith('/folder/')) {
      return this.#counted(request.method === 'HEAD' ? 'HeadFile' : 'GetFile', request, async () =>
        this.#files.handle(request, url),
      );
    }
    if (url.pathname.startsWith(restRoot) && this.#product === 'vcenter') {
      return this.#counted('Rest', request, async () => this.#rest.handle(request, url));
    }
    if (url.pathname.startsWith('/sandbox/')) return this.#control(request, url);
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: bodyOf('Not Found\n') };
  };

  async #soap(request: WireRequest): Promise<WireResponse> {
    if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: bodyOf('') };
    try {
      const call = parseCall(bodyText(request));
      return await this.#counted(call.name, request, () => this.#call(request, call));
    } catch (error) {
      if (error instanceof VimFault) return faultAnswer(error);
      throw error;
    }
  }

  #counted(method: string, request: WireRequest, run: () => Promise<WireResponse>): Promise<WireResponse> {
    this.#calls.set(method, (this.#calls.get(method) ?? 0) + 1);
    const { pathname } = new URL(request.url);
    return this.faults.apply({ method, path: pathname }, request.signal, run);
  }

  async #call(request: WireRequest, element: XmlElement): Promise<WireResponse> {
    try {
      const headers: Record<string, string> = {};
      const self = referenceNamed(element, '_this');
      if (self === undefined) throw new VimFault('InvalidRequest', 'The request names no object.');
      const call = { element, self, service: this.#service, signal: request.signal, headers };
      const anonymous = anonymousMethods[element.name];
      if (anonymous) return answer(element.name, anonymous(call), headers);
      const session = this.sessions.find(header(request, 'cookie'));
      if (session === undefined) throw notAuthenticated();
      const method = methods[element.name];
      if (method === undefined)
        throw new VimFault('InvalidRequest', `Unable to resolve WSDL method name ${element.name}`);
      return answer(element.name, await method({ ...call, session }), headers);
    } catch (error) {
      if (error instanceof VimFault) return faultAnswer(error);
      throw error;
    }
  }

  /** Faults, sessions, counters and machines from outside, with the first account's password as `Authorization: Bearer`. */
  #control(request: WireRequest, url: URL): WireResponse {
    const password = this.#credentials[0]?.password;
    if (password === undefined || header(request, 'authorization') !== `Bearer ${password}`)
      return jsonResponse(401, { error: 'unauthorized' });
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /sandbox/served':
        return jsonResponse(200, Object.fromEntries(this.servedBytes));
      case 'DELETE /sandbox/sessions':
        this.sessions.endAll();
        return jsonResponse(200, {});
      case 'DELETE /sandbox/faults':
        this.faults.clear();
        return jsonResponse(200, {});
      case 'POST /sandbox/faults':
        return this.#addFault(bodyText(request));
      default:
        if (request.method === 'POST' && url.pathname.startsWith('/sandbox/machines/'))
          return controlMachine(this.machines, url.pathname, bodyText(request));
        return jsonResponse(404, { error: 'not found' });
    }
  }

  #addFault(text: string): WireResponse {
    try {
      const rule = parseFaultRule(JSON.parse(text));
      if (rule) {
        this.faults.add(rule);
        return jsonResponse(201, rule);
      }
    } catch {
      // Answered below, like any other body that is no rule.
    }
    return jsonResponse(400, { error: 'The body is not a fault rule.' });
  }
}

function bodyText(request: WireRequest): string {
  const body = request.body ?? '';
  return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
}

function serviceVersions(): WireResponse {
  const older = ['8.0.1.0', '8.0.0.0', '7.0.3.0', '7.0', '6.7', '6.5']
    .map((version) => `<version>${version}</version>`)
    .join('');
  const xml =
    `<?xml version="1.0" encoding="UTF-8" ?>\n<namespaces version="1.0"><namespace><name>urn:vim25</name>` +
    `<version>${apiVersion}</version><priorVersions>${older}</priorVersions></namespace></namespaces>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: bodyOf(xml) };
}
