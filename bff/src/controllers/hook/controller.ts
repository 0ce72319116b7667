import { hooks } from '../../api/generated/hook.ts';
import { keyOf, type ObjectKey } from '../../api/resource.ts';
import { generationChanged, watchObjects, watchOther } from '../../kube/controller-watch.ts';
import { startController, type Controller } from '../../kube/controller.ts';
import { defaultPlatform } from '../../migration/hooks/default-platform.ts';
import { judgeHook } from '../../migration/judgement/hook-validity.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import type { CurrentSettings } from '../current-settings.ts';
import type { JudgingPorts } from '../judging-ports.ts';

interface PlatformPorts {
  /** Name the automation platform of hooks that name none. */
  readonly settings: Pick<CurrentSettings, 'now' | 'changed'>;
  readonly serviceNamespace: string;
}

/** Keeps the conditions of hooks. */
export function startHookController(
  ports: Pick<JudgingPorts, 'cluster' | 'clock' | 'log' | 'events' | 'observer'> & PlatformPorts,
): Controller {
  const { cluster, clock, log, observer, settings, serviceNamespace } = ports;
  const all = cluster.informer({ resource: hooks });
  const reconcile = async (key: ObjectKey): Promise<undefined> => {
    const hook = all.get(key);
    if (hook === undefined || hook.metadata.deletionTimestamp !== undefined) return;
    const findings = judgeHook(specOf(hook) ?? {}, defaultPlatform(settings.now, serviceNamespace));
    await writeJudgement({ ...ports, client: cluster.client }, hooks, { object: hook, findings });
  };
  return startController({
    name: 'hook',
    clock,
    log,
    observer,
    watches: [
      watchObjects(all, { updated: generationChanged }),
      watchOther((enqueue) =>
        settings.changed(() => {
          for (const hook of all.list()) enqueue(keyOf(hook));
        }),
      ),
    ],
    reconcile,
  });
}
