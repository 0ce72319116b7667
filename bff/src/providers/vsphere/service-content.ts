import { ProviderUnavailableError } from '../../platform/errors.ts';
import { child, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import type { Moref } from './soap.ts';

export const SERVICE_INSTANCE: Moref = { type: 'ServiceInstance', id: 'ServiceInstance' };

/** What a vCenter says of itself, and where its services are. */
export interface ServiceContent {
  readonly product: string;
  readonly version: string;
  /** Dotted, e.g. `8.0.2.0`. */
  readonly apiVersion: string;
  readonly kind: 'vcenter' | 'esxi';
  readonly instanceUuid: string;
  readonly rootFolder: Moref;
  readonly propertyCollector: Moref;
  readonly sessionManager: Moref;
  readonly authorizationManager: Moref;
  readonly eventManager?: Moref;
}

export function readServiceContent(returned: XmlElement | undefined): ServiceContent {
  const about = child(returned, 'about');
  const apiVersion = textAt(about, 'apiVersion');
  const eventManager = morefOf(child(returned, 'eventManager'));
  if (!/^\d+(\.\d+){1,4}$/.test(apiVersion)) {
    throw new ProviderUnavailableError('The endpoint does not say which version of vSphere it is.', {
      code: 'NotAVcenter',
    });
  }
  return {
    product: textAt(about, 'fullName').slice(0, 200),
    version: textAt(about, 'version').slice(0, 50),
    apiVersion,
    kind: textAt(about, 'apiType') === 'HostAgent' ? 'esxi' : 'vcenter',
    instanceUuid: textAt(about, 'instanceUuid').slice(0, 50),
    rootFolder: requiredReference(returned, 'rootFolder'),
    propertyCollector: requiredReference(returned, 'propertyCollector'),
    sessionManager: requiredReference(returned, 'sessionManager'),
    authorizationManager: requiredReference(returned, 'authorizationManager'),
    ...(eventManager && { eventManager }),
  };
}

function requiredReference(returned: XmlElement | undefined, name: string): Moref {
  const found = morefOf(child(returned, name));
  if (found !== undefined) return found;
  throw new ProviderUnavailableError(`The endpoint has no ${name}.`, { code: 'NotAVcenter' });
}

export function morefOf(element: XmlElement | undefined): Moref | undefined {
  const id = element?.text.trim();
  const type = element?.attributes.type;
  return id && type ? { type, id } : undefined;
}

/** Whether the server's version is at least this one. */
export function isAtLeast(content: ServiceContent, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = content.apiVersion.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
