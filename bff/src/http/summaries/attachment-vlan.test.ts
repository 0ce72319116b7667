import { expect, test } from 'vitest';
import { attachmentVlan } from './attachment-vlan.ts';

const vlanOf = (config: string | undefined) =>
  attachmentVlan({
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name: 'a' },
    spec: { ...(config !== undefined && { config }) },
  });

test.each<[string, string | undefined, string | undefined]>([
  ['a bridge', '{"type":"bridge","vlan":212}', '212'],
  ['localnet', '{"type":"ovn-k8s-cni-overlay","topology":"localnet","vlanID":7}', '7'],
  ['a list of plugins', '{"plugins":[{"type":"cnv-bridge","vlan":5},{"type":"tuning"}]}', '5'],
  ['several', '{"plugins":[{"vlan":5},{"vlan":6}]}', undefined],
  ['untagged', '{"vlan":0}', undefined],
  ['none', '{"type":"bridge"}', undefined],
  ['a VLAN that is no number', '{"vlan":"212"}', undefined],
  ['plugins that are none', '{"vlan":3,"plugins":7}', '3'],
  ['no JSON', '{', undefined],
  ['no object', '7', undefined],
  ['nothing', undefined, undefined],
  ['too much', `{"vlan":3,"x":"${'x'.repeat(64 * 1024)}"}`, undefined],
])('the VLAN of %s', (_case, config, vlan) => {
  expect(vlanOf(config)).toBe(vlan);
});
