import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect } from 'vitest';
import { anonymous } from '../kube/credentials.ts';
import { SharedInformer } from '../kube/shared-informer.ts';
import { Transport } from '../kube/transport.ts';
import { silentLog } from '../platform/log.ts';
import { ScriptedApi, things, type Thing } from './scripted-api.ts';

/** An informer before a scripted server, not yet started, and what its handler has heard: `+` added, `~`, `-`. */
export class InformerBench {
  readonly clock = new VirtualClock();
  readonly api = new ScriptedApi();
  readonly informer: SharedInformer<Thing>;
  readonly heard: string[] = [];

  constructor() {
    const { clock, api, heard } = this;
    const random = () => 0.5;
    const transport = new Transport({
      url: 'http://api',
      send: (request) => api.send(request),
      clock,
      random,
      credentials: anonymous,
    });
    this.informer = new SharedInformer({
      transport,
      selection: { resource: things },
      clock,
      random,
      log: silentLog,
      guard: 'frozen',
    });
    this.informer.addHandler({
      added: ({ metadata }) => heard.push(`+${metadata.name}`),
      updated: (_, { metadata }) => heard.push(`~${metadata.name}`),
      deleted: ({ metadata }) => heard.push(`-${metadata.name}`),
    });
  }

  value(name: string): number | undefined {
    return this.informer.get({ namespace: 'ns', name })?.spec?.value;
  }

  /** Started, with the object `a` known. */
  async running(): Promise<void> {
    this.api.put('a', 1);
    this.informer.start();
    await this.clock.advance(0);
    expect(this.value('a')).toBe(1);
  }

  /** The informer must hear of a change made now within ten seconds. */
  async expectAlive(withinMs = 10_000): Promise<void> {
    const seen = Math.floor(this.clock.now() % 1_000_000) + 7;
    this.api.put('probe', seen);
    await this.clock.until(() => this.value('probe') === seen, withinMs, 'a change made after the fault is seen');
  }
}
