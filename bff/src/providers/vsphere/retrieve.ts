import { ProviderUnavailableError } from '../../platform/errors.ts';
import { textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import type { VsphereClient } from './client.ts';
import { propertyFilterSpec, readObject } from './property-collector.ts';
import type { FilterSpec, ObjectUpdate } from './property-collector.ts';
import { element } from './soap.ts';
import type { Moref, Xml } from './soap.ts';

/** Only a machine with its surroundings, or the machines of a cluster, are read this way. */
const MOST_PAGES = 1_000;

/** Reads properties once, page by page. */
export async function retrieve(
  client: VsphereClient,
  spec: FilterSpec,
  signal?: AbortSignal,
): Promise<readonly ObjectUpdate[]> {
  const { propertyCollector: target } = await client.content(signal);
  const found: ObjectUpdate[] = [];
  let token = await page('RetrievePropertiesEx', [propertyFilterSpec('specSet', spec), element('options', [])]);
  for (let pages = 1; token !== ''; pages += 1) {
    if (pages === MOST_PAGES) throw endless();
    token = await page('ContinueRetrievePropertiesEx', [element('token', token)]);
  }
  return found;

  async function page(method: string, parameters: readonly Xml[]): Promise<string> {
    let next = '';
    const onPart = (part: XmlElement, path: string) => {
      if (path === 'returnval/token') next = textAt(part);
      const object = path === 'returnval/objects' ? readObject(part) : undefined;
      if (object !== undefined) found.push(object);
    };
    const call = { method, target, parameters, ...(signal && { signal }) };
    await client.read(call, { paths: ['returnval/objects', 'returnval/token'], onPart });
    return next;
  }
}

function endless(): ProviderUnavailableError {
  return new ProviderUnavailableError('The vCenter answers in pages without end.', { code: 'NotAVcenter' });
}

/** Reads properties of one object; those that it does not have are absent. */
export async function retrieveOne(
  client: VsphereClient,
  start: Moref,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<ObjectUpdate['changes']> {
  const [found] = await retrieve(client, { properties: { [start.type]: paths }, start, traversals: [] }, signal);
  return found?.changes ?? [];
}
