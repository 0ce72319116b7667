import type * as ConsoleSdk from '@openshift-console/dynamic-plugin-sdk';
import { useEffect } from 'react';
import { useActiveNamespace } from './active-namespace.ts';
import { consoleFetch } from './console-fetch.ts';
import { HttpError } from '@openshift-console/dynamic-plugin-sdk/lib/utils/error/http-error';
import { NamespaceBar } from './namespace-bar.tsx';
import { useUserPreference } from './user-preference.ts';

function DocumentTitle({ children }: { readonly children: string }) {
  useEffect(() => {
    document.title = children;
  }, [children]);
  return null;
}

/**
 * What the host gives to plugins under the SDK's name: exactly the list of the plugin's adapter, typed against the
 * real SDK so that the two cannot drift apart unnoticed.
 */
export const sdkShim = {
  consoleFetch,
  DocumentTitle,
  HttpError,
  NamespaceBar,
  useActiveNamespace,
  useUserPreference,
} satisfies Partial<typeof ConsoleSdk>;
