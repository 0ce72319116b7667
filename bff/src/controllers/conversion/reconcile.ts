import { conversions } from '../../api/generated/conversion.ts';
import type { ObjectKey } from '../../api/resource.ts';
import type { ReconcileResult } from '../../kube/controller.ts';
import { holdConversion, letConversionGo } from '../../migration/conversion/standalone/conversion-hold.ts';
import { conversionTurn, hasEndedConversion } from '../../migration/conversion/standalone/conversion-turn.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { writeJudgement, type JudgePorts } from '../../migration/judgement/write-judgement.ts';
import type { CurrentSettings } from '../current-settings.ts';

export interface ConversionReconcilePorts extends JudgePorts {
  readonly settings: Pick<CurrentSettings, 'now'>;
  readonly serviceNamespace: string;
}

/** Pods of Conversions are few, and nobody waits for them. */
const lookAgainMs = 5_000;

export function conversionReconciler(
  ports: ConversionReconcilePorts,
): (key: ObjectKey) => Promise<ReconcileResult | undefined> {
  const { client, clock, settings, serviceNamespace } = ports;
  return async (key) => {
    // Read live: a step that was done is not done again for an old copy.
    const found = await client.find(conversions, key);
    if (found === undefined) return undefined;
    if (found.metadata.deletionTimestamp !== undefined || hasEndedConversion(found)) {
      await letConversionGo(client, found);
      return undefined;
    }
    if (specOf(found) === undefined) return undefined;
    const conversion = await holdConversion(client, found);
    const turn = await conversionTurn(conversion, { client, clock, serviceNamespace, settings: settings.now });
    const written = await writeJudgement(ports, conversions, { object: conversion, ...turn });
    if (hasEndedConversion(written)) return { requeueAfterMs: 0 };
    if (!turn.goesOn) return undefined;
    return { requeueAfterMs: turn.status.stage === conversion.status?.stage ? lookAgainMs : 0 };
  };
}
