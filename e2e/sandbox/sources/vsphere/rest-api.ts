import { seededUuid } from '../../seeds/noise.ts';
import type { WireRequest, WireResponse } from '../../wire.ts';
import { bodyOf, header, jsonResponse } from '../../wire.ts';
import { isFacility } from './entities.ts';
import type { Inventory } from './inventory.ts';
import type { Session, Sessions } from './sessions.ts';

export const restRoot = '/rest/com/vmware/cis/';

interface RestCall {
  readonly request: WireRequest;
  readonly url: URL;
  /** What the route's pattern captured. */
  readonly id: string;
}

interface Tag {
  readonly id: string;
  readonly label: string;
}

type Route = readonly [method: string, path: RegExp, answer: (call: RestCall) => WireResponse];

const tagPrefix = 'urn:vmomi:InventoryServiceTag:';
const categoryPrefix = 'urn:vmomi:InventoryServiceCategory:';

/** Sessions and tags of the vSphere Automation API; other services of it are not simulated. */
export class RestApi {
  readonly #inventory: Inventory;
  readonly #sessions: Sessions;
  readonly #seed: string;
  readonly #routes: readonly Route[] = [
    ['DELETE', /^session$/, (call) => this.#logout(call)],
    ['GET', /^tagging\/tag$/, () => value(this.#tags().map(({ id }) => id))],
    ['GET', /^tagging\/tag\/id:(.+)$/, ({ id }) => found(this.#tags().map(describe(this.#seed)), id)],
    ['GET', /^tagging\/category\/id:(.+)$/, ({ id }) => found(this.#categories(), id)],
    ['POST', /^tagging\/tag-association$/, (call) => this.#associations(call)],
  ];

  constructor(of: { readonly inventory: Inventory; readonly sessions: Sessions; readonly seed: string }) {
    this.#inventory = of.inventory;
    this.#sessions = of.sessions;
    this.#seed = of.seed;
  }

  handle(request: WireRequest, url: URL): WireResponse {
    const path = decodeURIComponent(url.pathname).slice(restRoot.length);
    if (request.method === 'POST' && path === 'session') return this.#login(request);
    if (this.#session(request) === undefined) return problem(401, 'unauthenticated');
    for (const [method, pattern, answer] of this.#routes) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (match !== null) return answer({ request, url, id: match[1] ?? '' });
    }
    return problem(404, 'not_found');
  }

  #login(request: WireRequest): WireResponse {
    const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header(request, 'authorization') ?? '')?.[1] ?? '';
    const [user = '', ...password] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    const session = this.#sessions.tryLogin(user, password.join(':'));
    return session === undefined ? problem(401, 'unauthenticated') : value(session.key);
  }

  #session(request: WireRequest): Session | undefined {
    return this.#sessions.live(header(request, 'vmware-api-session-id'));
  }

  #logout({ request }: RestCall): WireResponse {
    const session = this.#session(request);
    if (session !== undefined) this.#sessions.end(session);
    return value(undefined);
  }

  *#tagged() {
    for (const entity of this.#inventory.all()) if (!isFacility(entity) && entity.tags !== undefined) yield entity;
  }

  #tags(): Tag[] {
    const labels = new Set([...this.#tagged()].flatMap(({ tags = [] }) => tags));
    return [...labels]
      .sort()
      .map((label) => ({ label, id: `${tagPrefix}${seededUuid(`${this.#seed}/${label}`)}:GLOBAL` }));
  }

  #categories() {
    return [...new Set(this.#tags().map(({ label }) => categoryOf(label)))].map((name) => ({
      id: categoryId(this.#seed, name),
      name,
      description: '',
      cardinality: 'MULTIPLE',
      associable_types: [],
    }));
  }

  #associations({ request, url }: RestCall): WireResponse {
    if (url.searchParams.get('~action') !== 'list-attached-objects-on-tags') return problem(404, 'not_found');
    const asked = new Set(askedTags(request));
    const attached = this.#tags().filter(({ id }) => asked.has(id));
    return value(
      attached.map(({ id, label }) => ({
        tag_id: id,
        object_ids: [...this.#tagged()]
          .filter(({ tags }) => tags?.includes(label))
          .map(({ type, id: object }) => ({ type, id: object })),
      })),
    );
  }
}

function describe(seed: string) {
  return ({ id, label }: Tag) => ({
    id,
    name: label.slice(label.indexOf('/') + 1),
    description: '',
    category_id: categoryId(seed, categoryOf(label)),
    used_by: [],
  });
}

const categoryOf = (label: string) => label.slice(0, Math.max(0, label.indexOf('/')));
const categoryId = (seed: string, name: string) => `${categoryPrefix}${seededUuid(`${seed}/category/${name}`)}:GLOBAL`;

function askedTags({ body = '' }: WireRequest): string[] {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  const { tag_ids } = JSON.parse(text) as { tag_ids?: string[] };
  return tag_ids ?? [];
}

function found(all: readonly { readonly id: string }[], id: string): WireResponse {
  const one = all.find((each) => each.id === id);
  return one === undefined ? problem(404, 'not_found') : value(one);
}

function value(answer: unknown): WireResponse {
  return jsonResponse(200, answer === undefined ? {} : { value: answer });
}

function problem(status: number, type: string): WireResponse {
  const body = JSON.stringify({ type: `com.vmware.vapi.std.errors.${type}`, value: { messages: [] } });
  return { status, headers: { 'content-type': 'application/json' }, body: bodyOf(body) };
}
