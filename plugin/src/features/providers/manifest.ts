import { resourcePages, type FeatureManifest } from '../../shared/feature-manifest.ts';

export const providers: FeatureManifest = {
  modules: {
    providerList: './features/providers/list/provider-list-page.tsx',
    providerCreate: './features/providers/form/provider-create-page.tsx',
    providerDetails: './features/providers/details/provider-details-page.tsx',
    providerActions: './features/providers/actions/use-provider-actions.ts',
  },
  extensions: resourcePages({
    kind: 'Provider',
    label: '%plugin__gantry~Provider%',
    labelPlural: '%plugin__gantry~Providers%',
    abbr: 'PR',
    color: '#147878',
    list: 'providerList.ProviderListPage',
    create: 'providerCreate.ProviderCreatePage',
    details: 'providerDetails.ProviderDetailsPage',
    actions: 'providerActions.useProviderActions',
  }),
};
