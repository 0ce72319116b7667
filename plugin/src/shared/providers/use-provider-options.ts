import type { Option } from '../forms/option-select.tsx';
import { useT } from '../i18n.ts';
import { providerAppearance } from '../states/appearance.ts';
import { isThisCluster, type ProviderRow } from './provider.ts';
import { refText } from './provider-refs.ts';

/** Providers to choose from, each with its project and how it stands. */
export function useProviderOptions() {
  const t = useT();
  return (providers: readonly ProviderRow[]): Option[] =>
    providers.map((provider) => ({
      value: refText(provider),
      label: provider.name,
      description: [
        t('Project {{project}}', { project: provider.namespace }),
        ...(isThisCluster(provider) ? [t('This cluster')] : []),
        t(providerAppearance[provider.state].label),
      ].join(' · '),
    }));
}
