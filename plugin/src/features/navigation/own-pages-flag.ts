import { useEffect } from 'react';
import { ownPagesFlag } from '../../shared/feature-manifest.ts';

const otherPlugin = 'forklift-console-plugin';

function enabledPlugins(): readonly string[] {
  const flags: unknown = Reflect.get(window, 'SERVER_FLAGS');
  const plugins: unknown = typeof flags === 'object' && flags !== null ? Reflect.get(flags, 'consolePlugins') : [];
  return Array.isArray(plugins) ? plugins.filter((plugin) => typeof plugin === 'string') : [];
}

/** Leaves the pages of the kinds that both have to MTV's plugin where that is enabled too. */
export function useOwnPagesFlag(setFlag: (flag: string, value: boolean) => void): void {
  useEffect(() => {
    setFlag(ownPagesFlag, !enabledPlugins().includes(otherPlugin));
  }, [setFlag]);
}
