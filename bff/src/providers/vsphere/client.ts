import { orAborted, startDeadline } from '../../platform/abort.ts';
import { abortable } from '../../platform/body.ts';
import type { Clock } from '../../platform/clock.ts';
import { ProviderUnavailableError, UnauthenticatedError } from '../../platform/errors.ts';
import type { Send, WireResponse } from '../../platform/wire.ts';
import { scanXml, textAt, XmlError } from '../../platform/xml.ts';
import type { XmlElement, XmlLimits } from '../../platform/xml.ts';
import type { Connection } from '../driver.ts';
import { faultOf, isFault } from './faults.ts';
import type { VsphereFault } from './faults.ts';
import type { LoginGuard } from '../login-guard.ts';
import { readServiceContent, SERVICE_INSTANCE } from './service-content.ts';
import type { ServiceContent } from './service-content.ts';
import { element, envelope } from './soap.ts';
import type { Moref, Xml } from './soap.ts';
import { unreachable } from './unreachable.ts';

export interface ClientOptions {
  readonly connection: Connection;
  readonly send: Send;
  readonly clock: Clock;
  readonly guard: LoginGuard;
}

export interface Call {
  readonly method: string;
  readonly target: Moref;
  readonly parameters?: readonly Xml[];
  readonly signal?: AbortSignal;
  /** Of the whole exchange; 60 s unless told. */
  readonly limitMs?: number;
}

/** Receives the parts of an answer as they arrive; paths are those below the element of the response. */
export interface Parts {
  readonly paths: readonly string[];
  readonly onPart: (part: XmlElement, path: string) => void;
}

interface Session {
  readonly cookie: string;
  readonly key: string;
}

const LIMIT_MS = 60_000;
/** Nothing that is used of a vCenter is longer than a few hundred characters; notes of people may be megabytes. */
const limits: XmlLimits = { bytes: 512 * 1024 * 1024, depth: 64, elements: 20_000_000, text: 64 * 1024 };
/** Every vCenter still in use knows this version; once it has said its own, that is used. */
const FIRST_VERSION = '6.5';
const FAULT_PATH = 'Envelope/Body/Fault';

/**
 * A session with one vCenter over SOAP: logs in when first needed and again when the session is gone, and talks to the
 * provider's own address only. Throws VsphereFault for what the vCenter answers, KnownError for everything else.
 */
export class VsphereClient {
  readonly #options: ClientOptions;
  #content: ServiceContent | undefined;
  #session: Session | undefined;
  #login: Promise<Session> | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Needs no login. */
  async content(signal?: AbortSignal): Promise<ServiceContent> {
    if (this.#content === undefined) {
      const [returned] = await this.#returned({ method: 'RetrieveServiceContent', target: SERVICE_INSTANCE, signal });
      this.#content = readServiceContent(returned);
    }
    return this.#content;
  }

  /** Key of the session, as the authorization manager wants it. */
  async sessionKey(signal?: AbortSignal): Promise<string> {
    return (await this.#loggedIn(signal)).key;
  }

  /** What the method returns: nothing, one or several values. */
  async call(call: Call): Promise<readonly XmlElement[]> {
    const returned: XmlElement[] = [];
    await this.read(call, { paths: ['returnval'], onPart: (part) => returned.push(part) });
    return returned;
  }

  /** Like `call`, for answers too large to be held. */
  async read(call: Call, parts: Parts): Promise<void> {
    const session = await this.#loggedIn(call.signal);
    try {
      await this.#exchange(call, parts, session);
    } catch (error) {
      // A fault is the whole answer, so nothing was done and nothing was handed over.
      if (!isFault(error, 'NotAuthenticated')) throw error;
      if (this.#session === session) this.#session = undefined;
      await this.#exchange(call, parts, await this.#loggedIn(call.signal));
    }
  }

  /** Ends the session at the server, if there is one; the answer is not waited for long, nor needed. */
  async logout(): Promise<void> {
    const session = this.#session;
    const manager = this.#content?.sessionManager;
    this.#session = undefined;
    if (session === undefined || manager === undefined) return;
    await this.#returned({ method: 'Logout', target: manager, limitMs: 5_000 }, session).catch(() => undefined);
  }

  #loggedIn(signal?: AbortSignal): Promise<Session> {
    if (this.#session !== undefined) return Promise.resolve(this.#session);
    // Shared by all who wait: it must not end with the first of them.
    this.#login ??= this.#logIn().finally(() => (this.#login = undefined));
    return orAborted(this.#login, signal);
  }

  async #logIn(): Promise<Session> {
    const { connection, guard } = this.#options;
    const { sessionManager } = await this.content();
    if (!guard.attempt()) {
      const text = 'The vCenter refused these credentials before; no further login is tried until the Secret changes.';
      throw new UnauthenticatedError(text, { code: 'InvalidLogin' });
    }
    try {
      this.#session = await this.#askForSession(sessionManager, connection);
    } catch (error) {
      if (!isFault(error, 'InvalidLogin')) guard.unanswered();
      throw error;
    }
    guard.accepted();
    return this.#session;
  }

  async #askForSession(sessionManager: Moref, { user, password }: Connection): Promise<Session> {
    const parameters = [element('userName', user), element('password', password)];
    const returned: XmlElement[] = [];
    const parts = { paths: ['returnval'], onPart: (part: XmlElement) => returned.push(part) };
    const response = await this.#exchange({ method: 'Login', target: sessionManager, parameters }, parts);
    return { cookie: sessionCookie(response), key: textAt(returned[0], 'key') };
  }

  async #returned(call: Call, session?: Session): Promise<readonly XmlElement[]> {
    const returned: XmlElement[] = [];
    await this.#exchange(call, { paths: ['returnval'], onPart: (part) => returned.push(part) }, session);
    return returned;
  }

  async #exchange(call: Call, parts: Parts, session?: Session): Promise<WireResponse> {
    const { connection, send, clock } = this.#options;
    const ms = call.limitMs ?? LIMIT_MS;
    const reason = () =>
      new ProviderUnavailableError(`The vCenter did not answer ${call.method} within ${ms / 1000} s.`, {
        code: 'ProviderTimeout',
      });
    const deadline = startDeadline({ clock, ms, reason, ...(call.signal && { parent: call.signal }) });
    try {
      const request = {
        method: 'POST',
        url: connection.url,
        headers: this.#headers(session),
        body: envelope(call.method, call.target, call.parameters ?? []),
        signal: deadline.signal,
      };
      const response = await orAborted(send(request), deadline.signal);
      await readAnswer(response, call.method, parts, deadline.signal);
      return response;
    } catch (error) {
      throw unreachable(error, connection.url);
    } finally {
      deadline.end();
    }
  }

  #headers(session?: Session): Record<string, string> {
    return {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: `urn:vim25/${this.#content?.apiVersion ?? FIRST_VERSION}`,
      ...(session === undefined ? {} : { cookie: session.cookie }),
    };
  }
}

async function readAnswer(response: WireResponse, method: string, parts: Parts, signal: AbortSignal): Promise<void> {
  // 500 is how SOAP says that the body is a fault.
  if (response.status !== 200 && response.status !== 500) {
    for await (const chunk of abortable(response.body, signal)) if (chunk.length > 0) break;
    throw new ProviderUnavailableError(
      `The endpoint answered ${method} with HTTP status ${response.status}, which no vCenter does.`,
      {
        code: 'NotAVcenter',
        parameters: { status: String(response.status) },
      },
    );
  }
  const prefix = `Envelope/Body/${method}Response/`;
  const wanted = new Set([FAULT_PATH, ...parts.paths.map((path) => prefix + path)]);
  const faults: VsphereFault[] = [];
  const seen = { response: false };
  await scanXml(abortable(response.body, signal), {
    limits,
    wants: (path) => {
      seen.response ||= path === prefix.slice(0, -1);
      return wanted.has(path);
    },
    onElement: (part, path) => {
      if (path === FAULT_PATH) faults.push(faultOf(part));
      else parts.onPart(part, path.slice(prefix.length));
    },
  });
  const [fault] = faults;
  if (fault !== undefined) throw fault;
  if (!seen.response) throw new XmlError(`The answer is none to ${method}.`);
}

/** Only the one cookie that vCenters use, and only its value. */
function sessionCookie(response: WireResponse): string {
  const set = response.headers['set-cookie'] ?? [];
  for (const cookie of typeof set === 'string' ? [set] : set) {
    const [pair] = /^vmware_soap_session=[^;,\s]{1,512}/.exec(cookie) ?? [];
    if (pair !== undefined) return pair;
  }
  throw new ProviderUnavailableError('The vCenter accepted the login but opened no session.', { code: 'NotAVcenter' });
}
