import { VirtualClock } from '../../../clock.ts';
import { readText } from '../../../wire.ts';
import type { WireRequest, WireResponse } from '../../../wire.ts';
import { demonstrationModel } from '../demonstration.ts';
import { SandboxVcenter } from '../sandbox-vcenter.ts';
import type { VcenterOptions } from '../sandbox-vcenter.ts';
import { child, childrenNamed, childText, parseXml } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

export const account = { user: 'administrator@vsphere.local', password: 'right' };

export function startVcenter(options: Partial<VcenterOptions> = {}): { clock: VirtualClock; vcenter: SandboxVcenter } {
  const clock = new VirtualClock();
  const vcenter = new SandboxVcenter({
    clock,
    seed: 'test',
    model: demonstrationModel,
    credentials: [account],
    ...options,
  });
  return { clock, vcenter };
}

export interface SoapAnswer {
  readonly status: number;
  /** `<method>Response`, or the fault. */
  readonly body: XmlElement | undefined;
  /** `returnval` elements. */
  readonly values: readonly XmlElement[];
  /** Type of the fault; undefined on success. */
  readonly fault: string | undefined;
}

/** A client that keeps its session's cookie. */
export class SoapClient {
  readonly #send: (request: WireRequest) => Promise<WireResponse>;
  cookie: string | undefined;

  constructor(vcenter: Pick<SandboxVcenter, 'handle'>) {
    this.#send = vcenter.handle;
  }

  /** `self` is `Type:id`. */
  async call(method: string, self: string, parameters = '', signal?: AbortSignal): Promise<SoapAnswer> {
    const colon = self.indexOf(':');
    const target = `<_this type="${self.slice(0, colon)}">${self.slice(colon + 1)}</_this>`;
    const body =
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body>' +
      `<${method} xmlns="urn:vim25">${target}${parameters}</${method}></e:Body></e:Envelope>`;
    const response = await this.#send({
      method: 'POST',
      url: 'https://vcenter.test/sdk',
      headers: this.cookie === undefined ? {} : { cookie: this.cookie },
      body,
      signal,
    });
    const [cookie] = [response.headers['set-cookie']].flat();
    if (cookie !== undefined) this.cookie = cookie.split(';')[0];
    const content = child(parseXml(await readText(response)), 'Body')?.children[0];
    const fault = content?.name === 'Fault' ? child(content, 'detail')?.children[0]?.attributes.type : undefined;
    return { status: response.status, body: content, values: childrenNamed(content, 'returnval'), fault };
  }

  login(password = account.password, { user } = account): Promise<SoapAnswer> {
    return this.call(
      'Login',
      'SessionManager:SessionManager',
      `<userName>${user}</userName><password>${password}</password>`,
    );
  }

  /** One property as its element; undefined when it has no value. */
  async property(self: string, path: string): Promise<XmlElement | undefined> {
    return (await this.call('Fetch', self, `<prop>${path}</prop>`)).values[0];
  }
}

/** Throws where the login is refused. */
export async function signedIn(vcenter: SandboxVcenter, as = account): Promise<SoapClient> {
  const client = new SoapClient(vcenter);
  const { fault } = await client.login(as.password, as);
  if (fault !== undefined) throw new Error(fault);
  return client;
}

/** A PropertyFilterSpec that follows the folders from the root down to `types`. */
export function treeSpec(types: Readonly<Record<string, readonly string[]>>, element = 'spec'): string {
  const propSet = Object.entries(types).map(
    ([type, paths]) =>
      `<propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>`,
  );
  const steps = [
    ['folder', 'Folder', 'childEntity'],
    ['vmFolder', 'Datacenter', 'vmFolder'],
    ['hostFolder', 'Datacenter', 'hostFolder'],
    ['networkFolder', 'Datacenter', 'networkFolder'],
    ['datastoreFolder', 'Datacenter', 'datastoreFolder'],
    ['hosts', 'ComputeResource', 'host'],
  ];
  const names = steps.map(([name]) => `<selectSet><name>${name}</name></selectSet>`).join('');
  const traversals = steps.map(
    ([name, type, path]) =>
      `<selectSet xsi:type="TraversalSpec"><name>${name}</name><type>${type}</type><path>${path}</path><skip>false</skip>${names}</selectSet>`,
  );
  const objectSet = `<objectSet><obj type="Folder">group-d1</obj><skip>false</skip>${traversals.join('')}</objectSet>`;
  return `<${element}>${propSet.join('')}${objectSet}</${element}>`;
}

export interface Update {
  readonly kind: string;
  readonly id: string;
  readonly changes: Readonly<Record<string, string>>;
}

/** The content of an UpdateSet. */
export function readUpdates(answer: SoapAnswer): { version: string; truncated: boolean; updates: Update[] } {
  const set = answer.values[0];
  const updates = childrenNamed(set, 'filterSet').flatMap((filter) =>
    childrenNamed(filter, 'objectSet').map((object) => ({
      kind: childText(object, 'kind') ?? '',
      id: childText(object, 'obj') ?? '',
      changes: Object.fromEntries(
        childrenNamed(object, 'changeSet').map((change) => [
          childText(change, 'name') ?? '',
          childText(change, 'val') ?? '',
        ]),
      ),
    })),
  );
  return { version: childText(set, 'version') ?? '', truncated: childText(set, 'truncated') === 'true', updates };
}
