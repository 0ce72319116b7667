import { listProjects, me, reviewAccess } from './access.ts';
import { openLive } from './live.ts';
import {
  archivePlan,
  cancelPlan,
  createPlan,
  deletePlan,
  getPlan,
  getPlanVm,
  judgePlan,
  listPlans,
  listPlanVms,
  planConsequences,
  proposeMaps,
  startPlan,
} from './plans.ts';
import {
  createProvider,
  deleteProvider,
  editProvider,
  getProvider,
  listInventory,
  listInventoryVms,
  listProviders,
  testConnection,
} from './providers.ts';

/** Every operation of `/api/v1`; routes, OpenAPI document and tests are made from this table. */
export const endpoints = {
  me,
  listProjects,
  reviewAccess,
  openLive,
  createProvider,
  editProvider,
  deleteProvider,
  testConnection,
  listProviders,
  getProvider,
  listInventoryVms,
  listInventory,
  listPlans,
  getPlan,
  listPlanVms,
  getPlanVm,
  createPlan,
  judgePlan,
  proposeMaps,
  planConsequences,
  startPlan,
  cancelPlan,
  archivePlan,
  deletePlan,
} as const;
