import { textAt } from '../json.ts';
import { NAMESPACES } from '../controllers/namespaces.ts';
import { StatusError, forbidden, notFound } from '../status-error.ts';
import type { Store } from '../store.ts';
import type { AdmissionPlugin } from './admission.ts';

const PERMANENT: readonly string[] = ['default', 'kube-system', 'kube-public'];
const NAMESPACE_KIND = { group: '', plural: 'namespaces', kind: 'Namespace' };

/** Nothing is created in a namespace that is absent or ends; some namespaces are for ever. */
export function namespaceLifecycle(store: Store): AdmissionPlugin {
  return ({ operation, type, namespace, name }) => {
    if (operation === 'DELETE' && type.collection === NAMESPACES && PERMANENT.includes(name))
      throw forbidden(type, name, 'this namespace may not be deleted');
    if (operation !== 'CREATE' || namespace === undefined || !type.namespaced) return;
    const found = store.get(NAMESPACES, namespace);
    if (found === undefined) throw notFound(NAMESPACE_KIND, namespace);
    if (textAt(found.status, 'phase') === 'Terminating' || found.metadata.deletionTimestamp !== undefined)
      throw terminating(type, name, namespace);
  };
}

function terminating(type: Parameters<typeof forbidden>[0], name: string, namespace: string): StatusError {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const plain = forbidden(type, name, why);
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: plain.message,
    details: {
      name,
      ...(type.group === '' ? {} : { group: type.group }),
      kind: type.plural,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    },
  });
}
