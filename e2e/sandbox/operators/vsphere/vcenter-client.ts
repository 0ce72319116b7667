import { header, readText } from '../../wire.ts';
import type { Handle, WireResponse } from '../../wire.ts';
import { all, at, escapeXml, find, parseXml } from './xml.ts';
import type { XmlNode } from './xml.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface MoRef {
  readonly type: string;
  readonly id: string;
}

export interface Extent {
  readonly offset: number;
  readonly length: number;
}

export type Properties = ReadonlyMap<string, XmlNode>;

/** An answer of the vCenter that is a fault; `fault` is its type, such as InvalidLogin. */
export class SoapFault extends Error {
  readonly fault: string;

  constructor(fault: string, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** As much of a vCenter's API as importers and virt-v2v use to find and read disks. */
export class VcenterClient {
  readonly #send: Handle;
  readonly #origin: string;
  readonly #credentials: Credentials;
  readonly #signal: AbortSignal;
  #cookie: string | undefined;
  #content: XmlNode | undefined;

  constructor(send: Handle, url: string, credentials: Credentials, signal: AbortSignal) {
    this.#send = send;
    this.#origin = new URL(url).origin;
    this.#credentials = credentials;
    this.#signal = signal;
  }

  async login(): Promise<void> {
    this.#cookie = undefined;
    this.#content = find(
      await this.#call('RetrieveServiceContent', { type: 'ServiceInstance', id: 'ServiceInstance' }, ''),
      'returnval',
    );
    const { user, password } = this.#credentials;
    await this.#call(
      'Login',
      this.#manager('sessionManager'),
      element('userName', user) + element('password', password),
    );
  }

  async logout(): Promise<void> {
    if (this.#cookie !== undefined)
      await this.#call('Logout', this.#manager('sessionManager'), '').catch(() => undefined);
  }

  async properties(object: MoRef, paths: readonly string[]): Promise<Properties> {
    const found = await this.#retrieve(object.type, paths, `<obj type="${object.type}">${escapeXml(object.id)}</obj>`);
    const first = found[0];
    if (!first) throw new SoapFault('ManagedObjectNotFound', `${object.type} ${object.id} does not exist.`);
    return first.properties;
  }

  /** All machines with the given properties. */
  async machines(paths: readonly string[]): Promise<{ ref: MoRef; properties: Properties }[]> {
    const root = this.#manager('rootFolder');
    const created = await this.#call(
      'CreateContainerView',
      this.#manager('viewManager'),
      `<container type="${root.type}">${root.id}</container><type>VirtualMachine</type><recursive>true</recursive>`,
    );
    const view = refOf(find(created, 'returnval'));
    const select =
      `<obj type="${view.type}">${escapeXml(view.id)}</obj><skip>true</skip>` +
      '<selectSet xsi:type="TraversalSpec"><name>view</name><type>ContainerView</type><path>view</path><skip>false</skip></selectSet>';
    return this.#retrieve('VirtualMachine', paths, select);
  }

  async findByUuid(uuid: string, kind: 'instance' | 'bios'): Promise<MoRef | undefined> {
    const body = `${element('uuid', uuid)}<vmSearch>true</vmSearch><instanceUuid>${kind === 'instance' ? 'true' : 'false'}</instanceUuid>`;
    const found = find(await this.#call('FindByUuid', this.#manager('searchIndex'), body), 'returnval');
    return found && found.text !== '' ? refOf(found) : undefined;
  }

  /** What of the disk has changed from `changeId` up to the snapshot, from `startOffset` on; empty where nothing has. */
  async changedAreas(
    machine: MoRef,
    of: { snapshot: string; deviceKey: number; startOffset: number; changeId: string },
  ): Promise<{ areas: Extent[]; end: number }> {
    const body =
      `<snapshot type="VirtualMachineSnapshot">${escapeXml(of.snapshot)}</snapshot>` +
      element('deviceKey', `${of.deviceKey}`) +
      element('startOffset', `${of.startOffset}`) +
      element('changeId', of.changeId);
    const info = find(await this.#call('QueryChangedDiskAreas', machine, body), 'returnval');
    const number = (node: XmlNode | undefined, name: string) => Number(at(node, name)?.text ?? Number.NaN);
    return {
      areas: all(info, 'changedArea').map((area) => ({
        offset: number(area, 'start'),
        length: number(area, 'length'),
      })),
      end: number(info, 'startOffset') + number(info, 'length'),
    };
  }

  /** A file of a datastore, whole or in part; logs in again when the session has expired. */
  async file(path: string, range?: { offset: number; length: number }): Promise<WireResponse> {
    const ask = () =>
      this.#send({
        method: 'GET',
        url: this.#origin + path,
        headers: {
          ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
          ...(range ? { range: `bytes=${range.offset}-${range.offset + range.length - 1}` } : {}),
        },
        signal: this.#signal,
      });
    const response = await ask();
    if (response.status !== 401) return response;
    await this.login();
    return ask();
  }

  async #retrieve(
    type: string,
    paths: readonly string[],
    objectSet: string,
  ): Promise<{ ref: MoRef; properties: Properties }[]> {
    const collector = this.#manager('propertyCollector');
    const propSet = `<propSet><type>${type}</type>${paths.map((path) => element('pathSet', path)).join('')}</propSet>`;
    const specSet = `<specSet>${propSet}<objectSet>${objectSet}</objectSet></specSet><options/>`;
    let page = await this.#call('RetrievePropertiesEx', collector, specSet);
    const objects: { ref: MoRef; properties: Properties }[] = [];
    for (;;) {
      const result = find(page, 'returnval');
      for (const object of all(result, 'objects'))
        objects.push({ ref: refOf(at(object, 'obj')), properties: propertiesOf(object) });
      const token = at(result, 'token')?.text;
      if (token === undefined) return objects;
      page = await this.#call('ContinueRetrievePropertiesEx', collector, element('token', token));
    }
  }

  #manager(name: string): MoRef {
    return refOf(at(this.#content, name));
  }

  async #call(method: string, self: MoRef, body: string): Promise<XmlNode> {
    const response = await this.#send({
      method: 'POST',
      url: `${this.#origin}/sdk`,
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: '"urn:vim25/7.0"',
        ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
      },
      body: envelope(
        `<${method} xmlns="urn:vim25"><_this type="${self.type}">${escapeXml(self.id)}</_this>${body}</${method}>`,
      ),
      signal: this.#signal,
    });
    const cookie = header({ headers: definedHeaders(response) }, 'set-cookie');
    if (cookie !== undefined) this.#cookie = cookie.split(';', 1)[0];
    const text = await readText(response);
    const document = parseXml(text);
    const fault = find(document, 'Fault');
    if (fault)
      throw new SoapFault(
        at(fault, 'detail')?.children[0]?.name.replace(/Fault$/, '') ?? 'Fault',
        at(fault, 'faultstring')?.text ?? 'fault',
      );
    if (response.status >= 400) throw new Error(`The vCenter answered HTTP ${response.status}.`);
    return document;
  }
}

function definedHeaders(response: WireResponse): Record<string, string | readonly string[]> {
  const entries = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

export function refOf(node: XmlNode | undefined): MoRef {
  if (!node) throw new Error('The vCenter did not name an object it should have named.');
  return { type: node.attributes.type ?? '', id: node.text };
}

function propertiesOf(object: XmlNode): Properties {
  return new Map(
    all(object, 'propSet').flatMap((property) => {
      const value = at(property, 'val');
      return value ? [[at(property, 'name')?.text ?? '', value] as const] : [];
    }),
  );
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function envelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  );
}

/** vSphere writes %, / and backslashes of a name as percent codes. */
export function decodeName(name: string): string {
  return name.replaceAll(/%(25|2f|5c)/gi, (code) => decodeURIComponent(code));
}
