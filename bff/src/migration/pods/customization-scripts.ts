import type { ConfigMap } from '../../api/kinds/core.ts';

/** `10_linux_run_agent.sh`: the image runs no file of another name. */
const runs = /^\d+_(linux_(run|firstboot)_[\w.-]+\.sh|win_firstboot_[\w.-]+\.ps1)$/;

/** Files of a ConfigMap that the conversion image runs, base64 by name. */
export function scriptFiles({ data = {} }: Pick<ConfigMap, 'data'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([name]) => runs.test(name))
      .map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
  );
}

/** Files that nobody will run, for their names. */
export function ignoredScripts({ data = {} }: Pick<ConfigMap, 'data'>): string[] {
  return Object.keys(data).filter((name) => !runs.test(name));
}
