import { ProgramFailure } from '../pods/program.ts';

export interface LibvirtUrl {
  /** Base of the vCenter's endpoints. */
  readonly origin: string;
  readonly user: string | undefined;
  /** Datacenter, cluster and host, as far as they are named. */
  readonly path: readonly string[];
}

/** Reads `vpx://user@vcenter/datacenter/cluster/host?options`. */
export function parseLibvirtUrl(text: string): LibvirtUrl {
  const match = /^(?:vpx|esx):\/\/(?:([^@/]*)@)?([^/?]+)([^?]*)/.exec(text);
  if (!match?.[2]) throw new ProgramFailure(`virt-v2v: error: cannot parse the libvirt URI ${text}`);
  const path = (match[3] ?? '').split('/').filter((part) => part !== '');
  return {
    origin: `https://${match[2]}`,
    user: match[1] === undefined ? undefined : decodeURIComponent(match[1]),
    path: path.map(decodeURIComponent),
  };
}
