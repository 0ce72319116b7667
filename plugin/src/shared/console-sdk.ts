/**
 * Every symbol of the console that the plugin uses, in one place: the sandbox's console host implements exactly this
 * list, and a newer console is judged by it.
 */
export {
  consoleFetch,
  DocumentTitle,
  HttpError,
  NamespaceBar,
  useActiveNamespace,
  useUserPreference,
} from '@openshift-console/dynamic-plugin-sdk';
export type { Action } from '@openshift-console/dynamic-plugin-sdk';
