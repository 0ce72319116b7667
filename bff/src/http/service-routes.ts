import type { Routes } from './route.ts';
import { accessRoutes } from './routes/access.ts';
import { connectionTest, type ConnectionTestOptions } from './routes/connection-test.ts';
import { hookRoutes } from './routes/hooks.ts';
import { hostNetworks } from './routes/host-networks.ts';
import { inventoryPlaces } from './routes/inventory-places.ts';
import { inventoryReads } from './routes/inventory-reads.ts';
import { mapProposals } from './routes/map-proposals.ts';
import { mapReads } from './routes/map-reads.ts';
import { mapWrites } from './routes/map-writes.ts';
import { planCreation } from './routes/plan-creation.ts';
import { overview } from './routes/overview.ts';
import { planChanges } from './routes/plan-changes.ts';
import { planSettings } from './routes/plan-settings.ts';
import { planCutover } from './routes/plan-cutover.ts';
import { planDialogs } from './routes/plan-dialogs.ts';
import { planJudgement, type JudgementOptions } from './routes/plan-judgement.ts';
import { planReads } from './routes/plan-reads.ts';
import { planSchedule } from './routes/plan-schedule.ts';
import { planWrites } from './routes/plan-writes.ts';
import { providerReads } from './routes/provider-reads.ts';
import { providerWrites } from './routes/provider-writes.ts';

export type ServiceRoutesOptions = ConnectionTestOptions & JudgementOptions;

/** Every operation of the contract; a new family of routes is one file and one line. */
export function serviceRoutes(context: ServiceRoutesOptions): Routes {
  return {
    ...accessRoutes(context),
    ...connectionTest(context),
    ...providerReads(context),
    ...providerWrites(context),
    ...inventoryReads(context),
    ...inventoryPlaces(context),
    ...hostNetworks(context),
    ...overview(context),
    ...planReads(context),
    ...planCreation(context),
    ...planWrites(context),
    ...planChanges(context),
    ...planSettings(context),
    ...planCutover(context),
    ...planSchedule(context),
    ...planDialogs(context),
    ...planJudgement(context),
    ...mapProposals(context),
    ...mapReads(context),
    ...mapWrites(context),
    ...hookRoutes(context),
  };
}
