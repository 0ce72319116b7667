import { z } from 'zod';
import type { NetworkAttachmentDefinition } from '../../api/kinds/network.ts';

const longestConfig = 64 * 1024;

/** `vlan` of bridges and SR-IOV, `vlanID` of OVN-Kubernetes' localnet; either may stand in one of several plugins. */
const tagged = z.object({
  vlan: z.number().int().optional().catch(undefined),
  vlanID: z.number().int().optional().catch(undefined),
});
const config = tagged.extend({ plugins: z.array(tagged).optional().catch(undefined) });

/** The one VLAN that an attachment carries; undefined where it carries none or several, or does not say. */
export function attachmentVlan({ spec }: NetworkAttachmentDefinition): string | undefined {
  const text = spec?.config ?? '';
  if (text.length > longestConfig) return undefined;
  const known = config.safeParse(parsed(text));
  if (!known.success) return undefined;
  const found = [known.data, ...(known.data.plugins ?? [])].flatMap(({ vlan, vlanID }) => vlan ?? vlanID ?? []);
  const [only, ...others] = new Set(found.filter((vlan) => vlan > 0));
  return only === undefined || others.length > 0 ? undefined : String(only);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
