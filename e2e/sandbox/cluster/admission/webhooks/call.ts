import type { Clock } from '../../../clock.ts';
import { readBody } from '../../../wire.ts';
import type { WireRequest, WireResponse } from '../../../wire.ts';
import type { JsonObject } from '../../json.ts';
import { isObject } from '../../json.ts';
import type { ServiceReference, Webhook } from './webhook.ts';

/** Whose certificate a server has to show. */
export interface Trust {
  /** PEM; `undefined` trusts what the system trusts. */
  readonly ca: string | undefined;
  /** Where it is not the host of the URL. */
  readonly serverName: string | undefined;
}

/** How the API server reaches webhooks. */
export interface WebhookNetwork {
  send(request: WireRequest, trust: Trust): Promise<WireResponse>;
  /** Where a service listens, as `https://host:port`; `undefined` where it does not exist. */
  serviceUrl(service: ServiceReference): string | undefined;
}

/** AdmissionReviews that are larger are refused. */
const ANSWER_LIMIT_BYTES = 3 * 1024 * 1024;

/** Statuses that the client of the API server puts into words. */
const WORDS: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
};

interface Place {
  /** As errors name it. */
  readonly url: string;
  /** Where it is sent; `undefined` where there is nothing. */
  readonly address: string | undefined;
  readonly trust: Trust;
}

function placeOf({ url, service, path, ca, timeoutSeconds }: Webhook, network: WebhookNetwork): Place {
  const query = `?timeout=${timeoutSeconds}s`;
  if (service === undefined)
    return { url: `${url ?? ''}${query}`, address: `${url ?? ''}${query}`, trust: { ca, serverName: undefined } };
  const serverName = `${service.name}.${service.namespace}.svc`;
  const origin = network.serviceUrl(service);
  return {
    url: `https://${serverName}:${service.port}${path}${query}`,
    address: origin === undefined ? undefined : `${origin}${path}${query}`,
    trust: { ca, serverName },
  };
}

/** Sends a review and returns the answer's body. Throws an Error that says what went wrong, within the webhook's time. */
export async function callWebhook(
  webhook: Webhook,
  review: JsonObject,
  { network, clock }: { readonly network: WebhookNetwork; readonly clock: Clock },
): Promise<JsonObject> {
  const place = placeOf(webhook, network);
  const posting = (why: string) => new Error(`failed to call webhook: Post "${place.url}": ${why}`);
  const { address, trust } = place;
  if (address === undefined) throw posting(`service "${webhook.service?.name ?? ''}" not found`);
  const late = new AbortController();
  let timeUp: (error: Error) => void = () => undefined;
  const timedOut = new Promise<never>((_, reject) => {
    timeUp = reject;
  });
  const stop = clock.after(webhook.timeoutSeconds * 1000, () => {
    timeUp(posting('context deadline exceeded'));
    late.abort(new Error('The webhook took too long.'));
  });
  try {
    const answered = exchange(requestOf(address, review, late.signal), trust, network).catch((error: unknown) => {
      throw posting(reasonOf(error, address));
    });
    const { status, text } = await Promise.race([answered, timedOut]);
    return read(status, text);
  } finally {
    stop();
  }
}

function requestOf(url: string, review: JsonObject, signal: AbortSignal): WireRequest {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, */*',
    'user-agent': 'kube-apiserver-admission',
  };
  return { method: 'POST', url, headers, body: JSON.stringify(review), signal };
}

async function exchange(
  request: WireRequest,
  trust: Trust,
  network: WebhookNetwork,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await network.send(request, trust);
  return {
    status: response.status,
    text: Buffer.from(await readBody(response, ANSWER_LIMIT_BYTES)).toString('utf8'),
  };
}

function read(status: number, text: string): JsonObject {
  const failed = (why: string) => new Error(`failed to call webhook: ${why}`);
  if (status < 200 || status > 299)
    throw failed(
      WORDS[status] ??
        (status >= 500
          ? 'an error on the server ("unknown") has prevented the request from succeeding'
          : `the server responded with the status code ${status} but did not return more information`),
    );
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw failed("couldn't get version/kind; json parse error");
  }
  if (!isObject(body)) throw failed("couldn't get version/kind; json parse error");
  return body;
}

const UNKNOWN_AUTHORITY: readonly string[] = [
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

function reasonOf(error: unknown, address: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const { host, hostname } = new URL(address);
  if (code === 'ECONNREFUSED') return `dial tcp ${host}: connect: connection refused`;
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${hostname}: no such host`;
  if (code === 'ECONNRESET') return 'EOF';
  if (code === 'CERT_HAS_EXPIRED')
    return 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `tls: failed to verify certificate: x509: certificate is not valid for ${hostname}`;
  if (UNKNOWN_AUTHORITY.includes(code))
    return 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
  return error instanceof Error ? error.message : String(error);
}
