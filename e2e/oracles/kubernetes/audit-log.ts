import { readFileSync } from 'node:fs';

/** One request that the API server answered. */
export interface Audited {
  readonly user: string;
  readonly verb: string;
  /** With its subresource and group, such as `plans/status.forklift.konveyor.io`; '' for paths outside of the API. */
  readonly resource: string;
  /** '' for all, and for kinds that have none. */
  readonly namespace: string;
  readonly name: string;
  readonly status: number;
  readonly url: string;
}

interface Line {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly impersonatedUser?: { readonly username: string };
  readonly objectRef?: Readonly<
    Partial<Record<'resource' | 'subresource' | 'apiGroup' | 'namespace' | 'name', string>>
  >;
  readonly responseStatus?: { readonly code?: number };
}

/** Every request that has been answered, or whose answer has begun. */
export function readAuditLog(file: string): Audited[] {
  const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return whole.map((text) => {
    const { verb, requestURI, user, impersonatedUser, objectRef = {}, responseStatus } = JSON.parse(text) as Line;
    const { resource = '', subresource, apiGroup, namespace = '', name = '' } = objectRef;
    return {
      user: (impersonatedUser ?? user).username,
      verb,
      resource: resourceName({ resource, subresource, group: apiGroup }),
      namespace,
      name,
      status: responseStatus?.code ?? 0,
      url: requestURI,
    };
  });
}

/** As people write it. */
export function resourceName(parts: { resource: string; subresource?: string; group?: string }): string {
  const { resource, subresource, group } = parts;
  return `${resource}${subresource ? `/${subresource}` : ''}${group ? `.${group}` : ''}`;
}
