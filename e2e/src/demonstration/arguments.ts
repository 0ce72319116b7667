import { parseArgs } from 'node:util';

export interface StartOptions {
  /** `once` ends after the demonstration, `empty` runs none, `demonstrate` stays up after it. */
  readonly mode: 'demonstrate' | 'once' | 'empty';
  readonly cluster: 'sandbox' | 'oracle' | { readonly kubeconfig: string };
  /** The console's port; 0 picks a free one. */
  readonly port: number;
}

export const usage = `npm start [-- options]
  --once             end after the demonstration; exit 0 only if every comparison holds
  --empty            run no demonstration
  --cluster=oracle   use the real Kubernetes API server (npm run oracles) under the sandbox's operators
  --kubeconfig FILE  start only the service and the console, against that cluster
  --port N           port of the console (default: a free one)`;

/** Throws an Error whose message can be shown as it is. */
export function parseStartArguments(argv: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      once: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      cluster: { type: 'string', default: 'sandbox' },
      kubeconfig: { type: 'string' },
      port: { type: 'string', default: '0' },
    },
  });
  if (values.once && values.empty) throw new Error('--once and --empty exclude each other.');
  if (values.cluster !== 'sandbox' && values.cluster !== 'oracle') {
    throw new Error(`--cluster is "sandbox" or "oracle", not "${values.cluster}".`);
  }
  if (values.kubeconfig !== undefined && (values.once || values.cluster !== 'sandbox')) {
    throw new Error(
      '--kubeconfig goes with neither --once nor --cluster: there is no demonstration on a cluster of yours.',
    );
  }
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new Error(`--port is a number up to 65535, not "${values.port}".`);
  const mode = values.once ? 'once' : values.empty || values.kubeconfig !== undefined ? 'empty' : 'demonstrate';
  return {
    mode,
    cluster: values.kubeconfig === undefined ? values.cluster : { kubeconfig: values.kubeconfig },
    port: Number(values.port),
  };
}
