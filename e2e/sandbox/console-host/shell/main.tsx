import { PluginStore, PluginStoreProvider } from '@openshift/dynamic-plugin-sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import '@patternfly/react-core/dist/styles/base.css';
import '@patternfly/patternfly/patternfly.css';
import '@patternfly/patternfly/patternfly-addons.css';
import { App } from './app.tsx';
import { FeatureFlags } from './feature-flags.tsx';
import { serverFlags } from './server-flags.ts';
import { shareScope } from './share-scope.ts';
import { startTranslations } from './translations.ts';

const store = new PluginStore({
  loaderOptions: {
    sharedScope: shareScope,
    customDependencyResolutions: { '@console/pluginAPI': serverFlags.releaseVersion },
    entryCallbackSettings: { name: '__load_plugin_entry__' },
  },
});

await startTranslations(serverFlags.consolePlugins);
await Promise.all(
  serverFlags.consolePlugins.map((plugin) => store.loadPlugin(`/api/plugins/${plugin}/plugin-manifest.json`)),
);

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no place for the console.');
createRoot(root).render(
  <StrictMode>
    <PluginStoreProvider store={store}>
      <BrowserRouter>
        <FeatureFlags />
        <App />
      </BrowserRouter>
    </PluginStoreProvider>
  </StrictMode>,
);
