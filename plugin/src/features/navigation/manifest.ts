import {
  navigationEntry,
  navigationLink,
  navigationSection,
  type FeatureManifest,
} from '../../shared/feature-manifest.ts';

const label = (key: string) => `%plugin__gantry~${key}%`;

export const navigation: FeatureManifest = {
  modules: { flags: './features/navigation/own-pages-flag.ts' },
  extensions: [
    { type: 'console.flag/hookProvider', properties: { handler: { $codeRef: 'flags.useOwnPagesFlag' } } },
    ...navigationSection(label('VM migration')),
    ...navigationLink('overview', '/gantry/overview', label('Overview')),
    ...navigationEntry('plans', 'Plan', label('Migration plans')),
    ...navigationEntry('providers', 'Provider', label('Providers')),
    ...navigationEntry('network-maps', 'NetworkMap', label('Network maps')),
    ...navigationEntry('storage-maps', 'StorageMap', label('Storage maps')),
    ...navigationEntry('hooks', 'Hook', label('Hooks')),
  ],
};
