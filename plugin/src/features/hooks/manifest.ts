import { resourcePages, type FeatureManifest } from '../../shared/feature-manifest.ts';

export const hooks: FeatureManifest = {
  modules: {
    hookList: './features/hooks/list/hook-list-page.tsx',
    hookCreate: './features/hooks/form/hook-create-page.tsx',
    hookDetails: './features/hooks/details/hook-details-page.tsx',
    hookActions: './features/hooks/actions/use-hook-actions.ts',
  },
  extensions: resourcePages({
    kind: 'Hook',
    label: '%plugin__gantry~Hook%',
    labelPlural: '%plugin__gantry~Hooks%',
    abbr: 'HK',
    color: '#8a4b0a',
    list: 'hookList.HookListPage',
    create: 'hookCreate.HookCreatePage',
    details: 'hookDetails.HookDetailsPage',
    actions: 'hookActions.useHookActions',
  }),
};
