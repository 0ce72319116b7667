import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  images: { gantry: { digest: `sha256:${'1'.repeat(64)}` }, virtV2v: { digest: `sha256:${'2'.repeat(64)}` } },
  certificates: { source: 'secrets', serving: 'serving', webhook: 'webhook', webhookCa: 'PEM' },
};

/** The same for OpenShift. */
export const openshift: Values = { images: plain.images };

const withinMs = 120_000;

/** Runs helm with the values in a file of its own; nothing of this user's settings is read. */
export function runHelm(
  program: string,
  args: readonly string[],
  { values, kubeconfig }: { readonly values?: Values; readonly kubeconfig?: string } = {},
): HelmResult & { readonly stdout: string } {
  const home = mkdtempSync(join(tmpdir(), 'gantry-helm-'));
  try {
    const file = join(home, 'values.json');
    if (values !== undefined) writeFileSync(file, JSON.stringify(values));
    const { status, stdout, stderr } = spawnSync(program, [...args, ...(values === undefined ? [] : ['-f', file])], {
      encoding: 'utf8',
      timeout: withinMs,
      env: { HOME: home, ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }) },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { status, stdout, output: `${stdout}${stderr}` };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The chart's objects without a cluster. Throws with helm's words where it does not render. */
export function render(program: string, values: Values): Rendered[] {
  const args = ['template', 'gantry', chart, '--namespace', 'gantry-system'];
  const { status, stdout, output } = runHelm(program, args, { values });
  if (status !== 0) throw new Error(output);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object !== null);
}
