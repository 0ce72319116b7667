import { systemClock } from '../clock.ts';
import { SocketNetwork } from '../network.ts';
import { models } from '../sources/vsphere/models.ts';
import { SandboxVcenter } from '../sources/vsphere/sandbox-vcenter.ts';
import { readConfig } from './process-config.ts';
import type { VcenterConfig } from './process-config.ts';
import { sayReady, stopWhenTold } from './ready-message.ts';

const { port, cert, key, seed, model, credentials, bytesPerSecond } = readConfig() as VcenterConfig;
const vcenter = new SandboxVcenter({
  clock: systemClock,
  seed,
  model: models[model](),
  credentials: [credentials],
  settings: bytesPerSecond === undefined ? {} : { bytesPerSecond },
});
const listener = await new SocketNetwork().listen(vcenter.handle, { host: '127.0.0.1', port, tls: { cert, key } });
stopWhenTold(() => listener.close());
sayReady(listener.url);
