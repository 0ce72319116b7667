import { createHash } from 'node:crypto';
import type { Secret } from '../../api/kinds/core.ts';

/**
 * Changes whenever somebody edits the Secret, be it only an annotation to have refused credentials tried again; not when
 * finalizers come and go, since each revision permits three more logins. Not to be stored: it tells something of the
 * password.
 */
export function secretRevision({ metadata, data = {} }: Secret): string {
  const { uid, labels = {}, annotations = {} } = metadata;
  const sorted = (entries: Readonly<Record<string, string>>) => Object.entries(entries).toSorted();
  const content = [uid, sorted(labels), sorted(annotations), sorted(data)];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
