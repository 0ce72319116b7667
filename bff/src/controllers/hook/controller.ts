import { hooks } from '../../api/generated/hook.ts';
import type { ObjectKey } from '../../api/resource.ts';
import { generationChanged, watchObjects } from '../../kube/controller-watch.ts';
import { startController, type Controller } from '../../kube/controller.ts';
import { judgeHook } from '../../migration/judgement/hook-validity.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import type { JudgingPorts } from '../judging-ports.ts';

/** Keeps the conditions of hooks. */
export function startHookController(
  ports: Pick<JudgingPorts, 'cluster' | 'clock' | 'log' | 'events' | 'observer'>,
): Controller {
  const { cluster, clock, log, observer } = ports;
  const all = cluster.informer({ resource: hooks });
  const reconcile = async (key: ObjectKey): Promise<undefined> => {
    const hook = all.get(key);
    if (hook === undefined || hook.metadata.deletionTimestamp !== undefined) return;
    const findings = judgeHook(specOf(hook) ?? {});
    await writeJudgement({ ...ports, client: cluster.client }, hooks, { object: hook, findings });
  };
  return startController({
    name: 'hook',
    clock,
    log,
    observer,
    watches: [watchObjects(all, { updated: generationChanged })],
    reconcile,
  });
}
