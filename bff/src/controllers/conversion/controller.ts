import { conversions } from '../../api/generated/conversion.ts';
import type { ObjectKey } from '../../api/resource.ts';
import { generationChanged, watchObjects } from '../../kube/controller-watch.ts';
import { startController, type Controller, type ReconcileResult } from '../../kube/controller.ts';
import { conversionTurn, hasEndedConversion } from '../../migration/conversion/standalone/conversion-turn.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import type { CurrentSettings } from '../current-settings.ts';
import type { JudgingPorts } from '../judging-ports.ts';

export interface ConversionControllerPorts extends Pick<
  JudgingPorts,
  'cluster' | 'clock' | 'log' | 'events' | 'observer'
> {
  readonly settings: Pick<CurrentSettings, 'now'>;
}

/** Pods of Conversions are few, and nobody waits for them. */
const lookAgainMs = 5_000;

/** Carries out the Conversions that people and other clients make; runs of plans make their pods themselves. */
export function startConversionController(ports: ConversionControllerPorts): Controller {
  const { cluster, clock, log, observer, settings } = ports;
  const { client } = cluster;
  const reconcile = async ({ name, namespace }: ObjectKey): Promise<ReconcileResult | undefined> => {
    // Read live: a step that was done is not done again for an old copy.
    const conversion = await client.find(conversions, { name, ...(namespace && { namespace }) });
    if (conversion === undefined || conversion.metadata.deletionTimestamp !== undefined) return undefined;
    if (specOf(conversion) === undefined || hasEndedConversion(conversion)) return undefined;
    const before = conversion.status?.stage;
    const turn = await conversionTurn(conversion, { client, clock, settings: settings.now });
    await writeJudgement({ ...ports, client }, conversions, { object: conversion, ...turn });
    if (!turn.goesOn) return undefined;
    return { requeueAfterMs: turn.status.stage === before ? lookAgainMs : 0 };
  };
  return startController({
    name: 'conversion',
    clock,
    log,
    observer,
    watches: [watchObjects(cluster.informer({ resource: conversions }), { updated: generationChanged })],
    reconcile,
  });
}
