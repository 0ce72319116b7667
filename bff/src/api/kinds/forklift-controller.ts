import type { KubeObject, Resource } from '../resource.ts';

/** By which MTV's operator is set up; its fields are flat and may be anything. */
export interface ForkliftController extends KubeObject {
  spec?: Record<string, unknown>;
}

export const forkliftControllers: Resource<ForkliftController> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'forkliftcontrollers',
  kind: 'ForkliftController',
  scope: 'Namespaced',
};
