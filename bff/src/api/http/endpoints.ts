import {
  getInventoryTree,
  listInventoryDatastores,
  listInventoryHosts,
  listInventoryNetworks,
} from './inventory-places.ts';
import { listInventory, listInventoryVms } from './inventory.ts';
import { createProject, listProjects, me, reviewAccess } from './access.ts';
import { chooseHostNetworks, forgetHostNetworks } from './host-networks.ts';
import { createHook, deleteHook, editHook, getHook, listHooks } from './hooks.ts';
import { openLive } from './live.ts';
import {
  archivePlan,
  cancelPlan,
  changePlanVms,
  cutOverPlan,
  deletePlan,
  duplicatePlan,
  planConsequences,
  repairPlan,
  startPlan,
} from './plan-actions.ts';
import {
  createNetworkMap,
  createStorageMap,
  deleteNetworkMap,
  deleteStorageMap,
  editNetworkMap,
  editStorageMap,
  getNetworkMap,
  getStorageMap,
  listNetworkMaps,
  listStorageMaps,
} from './maps.ts';
import { getOverview, getThroughput } from './overview.ts';
import { getPlanVm, listPlanVms } from './plan-machines.ts';
import { changeStart, pausePlan, prioritizePlan, resumePlan } from './plan-schedule.ts';
import { choosePlanVms, editPlan } from './plan-settings.ts';
import { createPlan, judgePlan, proposeMaps } from './plan-wizard.ts';
import { getPlan, listPlans } from './plans.ts';
import {
  createProvider,
  deleteProvider,
  editProvider,
  getProvider,
  listProviders,
  testConnection,
} from './providers.ts';

/** Every operation of `/api/v1`; routes, OpenAPI document and tests are made from this table. */
export const endpoints = {
  me,
  listProjects,
  createProject,
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
  listInventoryHosts,
  listInventoryNetworks,
  listInventoryDatastores,
  getInventoryTree,
  chooseHostNetworks,
  forgetHostNetworks,
  getOverview,
  getThroughput,
  listPlans,
  getPlan,
  listPlanVms,
  getPlanVm,
  createPlan,
  judgePlan,
  proposeMaps,
  listNetworkMaps,
  getNetworkMap,
  createNetworkMap,
  editNetworkMap,
  deleteNetworkMap,
  listStorageMaps,
  getStorageMap,
  createStorageMap,
  editStorageMap,
  deleteStorageMap,
  listHooks,
  getHook,
  createHook,
  editHook,
  deleteHook,
  planConsequences,
  startPlan,
  cancelPlan,
  cutOverPlan,
  changePlanVms,
  choosePlanVms,
  editPlan,
  duplicatePlan,
  repairPlan,
  changeStart,
  pausePlan,
  resumePlan,
  prioritizePlan,
  archivePlan,
  deletePlan,
} as const;
