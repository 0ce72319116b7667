import type { Cluster, KubeObject } from './cluster.ts';
import { namespace, type Installed } from './installed.ts';

interface JobPod extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly labels?: Readonly<Record<string, string>> };
  readonly status?: { readonly phase?: string };
}

const lookEveryMs = 100;
const jobName = 'batch.kubernetes.io/job-name';

/**
 * Stands for the node while `work` runs: each pod of a hook's Job has its command run here, with its account's token, and
 * ends as that did. The Job controller is the real one.
 */
export async function withHookJobs<T>(cluster: Cluster, installed: Installed, work: Promise<T>): Promise<T> {
  const seen = new Set<string>();
  let over = false;
  const watch = async () => {
    while (!over) {
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const pods = await cluster.get<{ items: JobPod[] }>(`${path}?labelSelector=${encodeURIComponent(jobName)}`);
      for (const { metadata, status } of pods?.items ?? []) {
        const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed';
        if (ended || metadata.uid === undefined || seen.has(metadata.uid)) continue;
        seen.add(metadata.uid);
        const job = await cluster.get<Parameters<Installed['run']>[0]>(
          `/apis/batch/v1/namespaces/${namespace}/jobs/${metadata.labels?.[jobName] ?? ''}`,
        );
        if (job === undefined) continue;
        const { status: code, output } = await installed.run(job);
        const terminated = { exitCode: code ?? 137, message: output };
        await cluster.patch(`${path}/${metadata.name}/status`, {
          status: {
            phase: code === 0 ? 'Succeeded' : 'Failed',
            containerStatuses: [
              { name: 'ask', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated } },
            ],
          },
        });
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  };
  const watching = watch();
  try {
    return await work;
  } finally {
    over = true;
    await watching;
  }
}
