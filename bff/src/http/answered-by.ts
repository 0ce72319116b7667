import type { Routes } from './route.ts';

/** `leader`: made from inventories, or from what one process remembers for the next request (tickets of live pages). */
export type AnsweredBy = 'anyone' | 'leader';

/** Which process answers an operation: inventories are where the controllers are. */
export const answeredBy: { readonly [Id in keyof Routes]: AnsweredBy } = {
  me: 'anyone',
  listProjects: 'anyone',
  createProject: 'anyone',
  reviewAccess: 'anyone',
  openLive: 'leader',
  createProvider: 'anyone',
  editProvider: 'anyone',
  deleteProvider: 'anyone',
  testConnection: 'anyone',
  listProviders: 'leader',
  getProvider: 'leader',
  listInventoryVms: 'leader',
  listInventory: 'leader',
  listInventoryHosts: 'leader',
  listInventoryNetworks: 'leader',
  listInventoryDatastores: 'leader',
  listPlans: 'leader',
  getPlan: 'leader',
  listPlanVms: 'leader',
  getPlanVm: 'leader',
  createPlan: 'anyone',
  judgePlan: 'leader',
  proposeMaps: 'leader',
  planConsequences: 'leader',
  startPlan: 'anyone',
  cancelPlan: 'leader',
  repairPlan: 'anyone',
  archivePlan: 'anyone',
  deletePlan: 'anyone',
};
