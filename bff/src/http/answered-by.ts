import type { Routes } from './route.ts';

/**
 * `leader`: made from inventories. `leader-if-any`: mostly from what every process knows, so that it is answered by
 * anyone, with less, while nobody leads.
 */
export type AnsweredBy = 'anyone' | 'leader' | 'leader-if-any';

/** Which process answers an operation: inventories are where the controllers are. */
export const answeredBy: { readonly [Id in keyof Routes]: AnsweredBy } = {
  me: 'anyone',
  listProjects: 'anyone',
  createProject: 'anyone',
  reviewAccess: 'anyone',
  openLive: 'leader-if-any',
  createProvider: 'anyone',
  editProvider: 'anyone',
  deleteProvider: 'anyone',
  testConnection: 'anyone',
  listProviders: 'leader-if-any',
  getProvider: 'leader-if-any',
  listInventoryVms: 'leader',
  listInventory: 'leader',
  listInventoryHosts: 'leader',
  listInventoryNetworks: 'leader',
  listInventoryDatastores: 'leader',
  getInventoryTree: 'leader',
  chooseHostNetworks: 'leader',
  forgetHostNetworks: 'leader',
  getOverview: 'leader-if-any',
  listPlans: 'leader-if-any',
  getPlan: 'leader-if-any',
  listPlanVms: 'leader-if-any',
  getPlanVm: 'leader-if-any',
  createPlan: 'anyone',
  judgePlan: 'leader',
  proposeMaps: 'leader',
  listNetworkMaps: 'anyone',
  getNetworkMap: 'leader-if-any',
  createNetworkMap: 'anyone',
  editNetworkMap: 'anyone',
  deleteNetworkMap: 'anyone',
  listStorageMaps: 'anyone',
  getStorageMap: 'leader-if-any',
  createStorageMap: 'anyone',
  editStorageMap: 'anyone',
  deleteStorageMap: 'anyone',
  listHooks: 'anyone',
  getHook: 'anyone',
  createHook: 'anyone',
  editHook: 'anyone',
  deleteHook: 'anyone',

  planConsequences: 'leader',
  startPlan: 'anyone',
  cancelPlan: 'leader',
  cutOverPlan: 'leader',
  changePlanVms: 'anyone',
  duplicatePlan: 'anyone',
  repairPlan: 'anyone',
  archivePlan: 'anyone',
  deletePlan: 'anyone',
};
