import { usePluginStore, useResolvedExtensions } from '@openshift/dynamic-plugin-sdk';
import { useCallback } from 'react';
import { isFlagHook } from './extensions.ts';

type SetFlag = (flag: string, value: boolean) => void;

/** Runs one hook; a component of its own, so that the number of hooks never changes. */
function FlagHook({ useFlags }: { readonly useFlags: (setFlag: SetFlag) => void }) {
  const store = usePluginStore();
  const setFlag = useCallback<SetFlag>(
    (flag, value) => {
      store.setFeatureFlags({ [flag]: value });
    },
    [store],
  );
  useFlags(setFlag);
  return null;
}

/** Lets plugins set the flags that their extensions require. */
export function FeatureFlags() {
  const [hooks] = useResolvedExtensions(isFlagHook);
  return hooks.map(({ uid, properties }) => <FlagHook key={uid} useFlags={properties.handler} />);
}
