import { ownPage, type FeatureManifest } from '../../shared/feature-manifest.ts';

export const overview: FeatureManifest = {
  modules: { overview: './features/overview/overview-page.tsx' },
  extensions: [ownPage('/gantry/overview', 'overview.OverviewPage')],
};
