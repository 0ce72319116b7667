import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { SocketNetwork, type Listener } from '@gantry/sandbox/network.ts';

const power = /<(?:\w+:)?(ShutdownGuest|PowerO(?:n|ff)VM_Task)\b[\s\S]*?>(vm-\d+)</;
const ofConnections: ReadonlySet<string> = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

/** Stands before a vCenter and keeps what it was told to do with the power of its machines. */
export class VcenterCalls {
  /** In order, as `method machine`. */
  readonly power: string[] = [];
  readonly #network = new SocketNetwork();
  readonly #origin: string;
  #listener: Listener | undefined;

  /** `url` is the vCenter's. */
  constructor(url: string) {
    this.#origin = new URL(url).origin;
  }

  /** The URL under which it is reached from now on. */
  async listen(): Promise<string> {
    const tls = await createCertificate('vcenter.sandbox.test', await createAuthority(Date.now()), Date.now());
    const handle: SocketNetwork['send'] = (request) => {
      const { pathname, search } = new URL(request.url);
      const [, method, machine] = power.exec(Buffer.from(request.body ?? '').toString()) ?? [];
      if (method !== undefined && machine !== undefined) this.power.push(`${method} ${machine}`);
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ofConnections.has(name)));
      return this.#network.send({ ...request, url: `${this.#origin}${pathname}${search}`, headers });
    };
    this.#listener = await this.#network.listen(handle, { host: '127.0.0.1', port: 0, tls });
    return `${this.#listener.url}/sdk`;
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }
}
