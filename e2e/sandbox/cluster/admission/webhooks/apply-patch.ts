import type { JsonPatchOperation } from '../../json-patch.ts';
import { applyOperation } from '../../json-patch.ts';
import { copy, textAt } from '../../json.ts';
import { internal } from '../../status-error.ts';

/** The document after a webhook's JSON patch. Throws 500, in the words of the server's patch library. */
export function applyWebhookPatch(document: unknown, operations: readonly unknown[]): unknown {
  let patched: unknown = copy(document);
  for (const operation of operations) {
    const [name = '', path = ''] = [textAt(operation, 'op'), textAt(operation, 'path')];
    try {
      patched = applyOperation(patched, operation as JsonPatchOperation);
    } catch {
      throw internal(
        name === 'test'
          ? `testing value ${path} failed: test failed`
          : `${name} operation does not apply: doc is missing path: ${path}: missing value`,
      );
    }
  }
  return patched;
}
