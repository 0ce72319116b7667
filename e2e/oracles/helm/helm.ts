import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';

export const chart = join(import.meta.dirname, '../../../charts/gantry');

/** Values by path, below `values.yaml`. */
export type Values = Readonly<Record<string, unknown>>;

/** An object of the chart; what a test looks into is narrowed there. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [member: string]: unknown;
}

export interface HelmResult {
  readonly status: number | null;
  readonly output: string;
}

/** What the chart does not choose itself, for a cluster that is not OpenShift. */
export const plain: Values = {
  platform: 'kubernetes',
  monitoring: false,
  clusterAddresses: ['10.96.0.0/12', '10.244.0.0/16'],
  images: { gantry: { digest: `sha256:${'1'.repeat(64)}` }, virtV2v: { digest: `sha256:${'2'.repeat(64)}` } },
  certificates: { source: 'secrets', serving: 'serving', webhook: 'webhook', webhookCa: 'PEM' },
};

/** The same for OpenShift. */
export const openshift: Values = { images: plain.images };

const withinMs = 120_000;

export interface HelmOptions {
  readonly values?: Values;
  readonly kubeconfig?: string;
}

/** What a run of helm needs, in a folder of its own: nothing of this user's settings is read. */
function prepare(args: readonly string[], { values, kubeconfig }: HelmOptions) {
  const home = mkdtempSync(join(tmpdir(), 'gantry-helm-'));
  const file = join(home, 'values.json');
  if (values !== undefined) writeFileSync(file, JSON.stringify(values));
  return {
    args: [...args, ...(values === undefined ? [] : ['-f', file])],
    // The post-renderer is a program of Node.
    env: { HOME: home, PATH: dirname(process.execPath), ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }) },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Runs helm to its end, or kills it after two minutes. */
export function runHelm(
  program: string,
  given: readonly string[],
  options: HelmOptions = {},
): HelmResult & { readonly stdout: string } {
  const { args, env, remove } = prepare(given, options);
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: withinMs,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  remove();
  return { status, stdout, output: `${stdout}${stderr}` };
}

/** The same without waiting for it here. */
export async function startHelm(program: string, given: readonly string[], options: HelmOptions): Promise<HelmResult> {
  const { args, env, remove } = prepare(given, options);
  const child = spawn(program, args, { env, timeout: withinMs, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await closed) as [number | null];
  remove();
  return { status, output: `${stdout}${stderr}` };
}

const renderings = new Map<string, Rendered[]>();

/** The chart's objects without a cluster, rendered once per values. Throws with helm's words where it does not render. */
export function render(program: string, values: Values): Rendered[] {
  const key = JSON.stringify(values);
  const objects = renderings.get(key) ?? renderNow(program, values);
  renderings.set(key, objects);
  return objects;
}

function renderNow(program: string, values: Values): Rendered[] {
  const args = ['template', 'gantry', chart, '--namespace', 'gantry-system'];
  const { status, stdout, output } = runHelm(program, args, { values });
  if (status !== 0) throw new Error(output);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object !== null);
}
