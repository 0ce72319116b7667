import { readFileSync } from 'node:fs';
import type { Credentials } from '../operators/vsphere/vcenter-client.ts';
import type { OperatorsOptions } from '../operators/operators.ts';
import type { Timings } from '../operators/timings.ts';
import type { ModelName } from '../sources/vsphere/models.ts';

export interface ServerConfig {
  readonly port: number;
  readonly cert: string;
  readonly key: string;
  readonly seed: string;
}

export interface ClusterConfig extends ServerConfig {
  readonly tokens: readonly Token[];
  /** PEM of the authority that has signed `cert`. */
  readonly ca: string;
}

export interface Token {
  readonly token: string;
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
}

export interface VcenterConfig extends ServerConfig {
  readonly model: ModelName;
  readonly credentials: Credentials;
  /** Of each connection to a datastore. */
  readonly bytesPerSecond?: number;
}

export interface OperatorsConfig {
  readonly api: { readonly url: string; readonly token: string };
  readonly dataDir: string;
  readonly timings: Partial<Timings>;
  readonly jobs?: OperatorsOptions['jobs'];
}

/** The configuration that the starting process has written for this one; its path is the first argument. */
export function readConfig(): unknown {
  return JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
}
