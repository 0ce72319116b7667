import type { FeatureManifest } from './shared/feature-manifest.ts';
import { hooks } from './features/hooks/manifest.ts';
import { navigation } from './features/navigation/manifest.ts';
import { networkMaps } from './features/network-maps/manifest.ts';
import { overview } from './features/overview/manifest.ts';
import { plans } from './features/plans/manifest.ts';
import { providers } from './features/providers/manifest.ts';
import { storageMaps } from './features/storage-maps/manifest.ts';

const features: readonly FeatureManifest[] = [navigation, overview, hooks, plans, providers, networkMaps, storageMaps];

/** Everything that the console is told about the plugin. */
export const manifest: FeatureManifest = {
  modules: Object.assign({}, ...features.map((feature) => feature.modules)) as Record<string, string>,
  extensions: features.flatMap((feature) => feature.extensions),
};
