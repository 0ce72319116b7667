import { stringify } from 'yaml';
import type { KubeObject } from '../../api/resource.ts';

/** For kubectl; the server's book-keeping of who wrote what is left out. */
export function objectYaml(object: KubeObject): string {
  return stringify({ ...object, metadata: { ...object.metadata, managedFields: undefined } });
}
