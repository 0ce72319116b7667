import { childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { isTrueAt, refOf, typeOf } from './values.ts';
import type { Ref } from './values.ts';

/** What a cluster does with its machines that they do not keep when they leave it. */
export interface ClusterRules {
  readonly dpmEnabled: boolean;
  /** Machines that an enabled rule ties to hosts, or keeps away from them. */
  readonly hostAffinityVms: readonly Ref[];
}

/** From `configurationEx`. */
export function readClusterRules(config: XmlElement | undefined): ClusterRules {
  const tied = new Set(
    childrenOf(config, 'rule')
      .filter((rule) => typeOf(rule) === 'ClusterVmHostRuleInfo' && isTrueAt(rule, 'enabled'))
      .map((rule) => textAt(rule, 'vmGroupName')),
  );
  const groups = childrenOf(config, 'group').filter(
    (group) => typeOf(group) === 'ClusterVmGroup' && tied.has(textAt(group, 'name')),
  );
  return {
    dpmEnabled: isTrueAt(config, 'dpmConfigInfo', 'enabled'),
    hostAffinityVms: groups.flatMap((group) => childrenOf(group, 'vm')).flatMap((vm) => refOf(vm) ?? []),
  };
}
