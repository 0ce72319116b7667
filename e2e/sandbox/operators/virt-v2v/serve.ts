import type { Listener } from '../../network.ts';
import { bodyOf, jsonResponse } from '../../wire.ts';
import type { Handle } from '../../wire.ts';
import type { ProgramContext } from '../pods/program.ts';
import type { GuestHeader } from './guest.ts';
import { inspectionXml, machineYaml } from './results.ts';

/** Serves the percentages of the disks, numbered from 1, as virt-v2v's monitor does. */
export function serveMetrics(context: ProgramContext, percents: readonly number[]): Promise<Listener> {
  const handle: Handle = ({ url }) => {
    if (new URL(url).pathname !== '/metrics') return Promise.resolve(jsonResponse(404, {}));
    const lines = percents.map((percent, index) => `v2v_disk_transfers{disk_id="${index + 1}"} ${percent.toFixed(2)}`);
    const text = [
      '# HELP v2v_disk_transfers Percent of each disk that was copied',
      '# TYPE v2v_disk_transfers gauge',
      ...lines,
      '',
    ];
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4' },
      body: bodyOf(text.join('\n')),
    });
  };
  return context.network.listen(handle, { host: context.address, port: 2112 });
}

/** Serves the results of a conversion until they are acknowledged by a shutdown. */
export async function serveResults(context: ProgramContext, name: string, guest: GuestHeader): Promise<void> {
  const pages: Readonly<Record<string, { type: string; text: () => string }>> = {
    '/vm': { type: 'application/yaml', text: () => machineYaml(name, guest, context.disks.length) },
    '/inspection': { type: 'application/xml', text: () => inspectionXml(guest) },
    '/warnings': { type: 'application/json', text: () => '[]' },
  };
  let acknowledge: () => void = () => undefined;
  let abandon: () => void = () => undefined;
  const shutDown = new Promise<void>((resolve, reject) => {
    acknowledge = resolve;
    abandon = () => {
      reject(context.signal.reason as Error);
    };
  });
  context.signal.addEventListener('abort', abandon, { once: true });
  const handle: Handle = ({ method, url }) => {
    const { pathname } = new URL(url);
    if (method === 'POST' && pathname === '/shutdown') {
      // The answer leaves first.
      context.clock.after(0, acknowledge);
      return Promise.resolve({ status: 204, headers: {}, body: bodyOf('') });
    }
    const page = pages[pathname];
    if (method !== 'GET' || !page) return Promise.resolve(jsonResponse(404, {}));
    return Promise.resolve({ status: 200, headers: { 'content-type': page.type }, body: bodyOf(page.text()) });
  };
  const listener = await context.network.listen(handle, { host: context.address, port: 8080 });
  try {
    await shutDown;
  } finally {
    context.signal.removeEventListener('abort', abandon);
    await listener.close();
  }
}
