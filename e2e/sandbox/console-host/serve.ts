import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { consoleHost } from './console-host.ts';
import type { ConsoleUser } from './sessions.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'api-url': { type: 'string' },
    'api-ca': { type: 'string' },
    'service-url': { type: 'string' },
    'service-ca': { type: 'string' },
    'plugin-dist': { type: 'string' },
    shell: { type: 'string', default: resolve(import.meta.dirname, '../dist/console-host') },
    users: { type: 'string' },
  },
});

function required(name: 'api-url' | 'service-url' | 'plugin-dist' | 'users'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing.`);
  return value;
}
const pem = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file, 'utf8'));

const server = consoleHost({
  users: JSON.parse(readFileSync(required('users'), 'utf8')) as ConsoleUser[],
  api: { url: new URL(required('api-url')), ca: pem(values['api-ca']) },
  service: { url: new URL(required('service-url')), ca: pem(values['service-ca']) },
  plugin: { name: 'gantry', alias: 'bff', dist: resolve(required('plugin-dist')) },
  shell: values.shell,
  consoleVersion: '4.22.0',
});
server.listen(Number(values.port), '127.0.0.1');
await once(server, 'listening');
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
