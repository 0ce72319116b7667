import type { JsonObject } from '../../json.ts';
import { objectAt, textAt } from '../../json.ts';
import { invalidValue, requiredValue } from '../../schema/validate.ts';
import type { Cause } from '../../status-error.ts';

const FORMAT = 'desired format: https://host[/path]';
/** Scheme, user, host, query and fragment of a text that need not be a URL. */
const URL_PARTS = /^(?:([a-z][-+.a-z0-9]*):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/i;

function urlProblems(url: string, field: string): Cause[] {
  const [, scheme = '', user = '', host = '', query = '', fragment = ''] = URL_PARTS.exec(url) ?? [];
  const wrong = (value: string, why: string) => invalidValue(field, value, why);
  return [
    ...(scheme === 'https' ? [] : [wrong(scheme, `'https' is the only allowed URL scheme; ${FORMAT}`)]),
    ...(host === '' ? [wrong(host, `host must be specified; ${FORMAT}`)] : []),
    ...(user === '' ? [] : [wrong(user, 'user information is not permitted in the URL')]),
    ...(fragment === '' ? [] : [wrong(fragment, 'fragments are not permitted in the URL')]),
    ...(query === '' ? [] : [wrong(query, 'query parameters are not permitted in the URL')]),
  ];
}

function pathProblems(path: string, field: string): Cause[] {
  if (path === '/') return [];
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(path.startsWith('/') ? [] : [invalidValue(field, path, "must start with a '/'")]),
    ...segments.flatMap((segment, index) =>
      segment === '' ? [invalidValue(field, path, `segment[${index}] may not be empty`)] : [],
    ),
  ];
}

function serviceProblems(service: JsonObject, field: string): Cause[] {
  const { port } = service;
  const path = textAt(service, 'path') ?? '';
  const odd = typeof port === 'number' && (port < 1 || port > 65_535);
  return [
    // The real server names the one where the other is missing.
    ...((textAt(service, 'namespace') ?? '') === '' ? [requiredValue(`${field}.name`)] : []),
    ...((textAt(service, 'name') ?? '') === '' ? [requiredValue(`${field}.namespace`)] : []),
    ...(path === '' ? [] : pathProblems(path, `${field}.path`)),
    ...(odd ? [invalidValue(`${field}.port`, port, 'port is not valid: must be between 1 and 65535, inclusive')] : []),
  ];
}

/** What is wrong with the address of a webhook. */
export function clientConfigProblems(config: JsonObject, field: string): Cause[] {
  const url = textAt(config, 'url');
  const service = objectAt(config, 'service');
  if ((url === undefined) === (service === undefined))
    return [requiredValue(field, 'exactly one of url or service is required')];
  return url === undefined ? serviceProblems(service ?? {}, `${field}.service`) : urlProblems(url, `${field}.url`);
}
