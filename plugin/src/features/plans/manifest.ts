import { resourcePages, type FeatureManifest } from '../../shared/feature-manifest.ts';

export const plans: FeatureManifest = {
  modules: {
    planList: './features/plans/list/plan-list-page.tsx',
    planWizard: './features/plans/wizard/plan-wizard-page.tsx',
    planDetails: './features/plans/details/plan-details-page.tsx',
    planActions: './features/plans/actions/use-plan-actions.ts',
  },
  extensions: resourcePages({
    kind: 'Plan',
    label: '%plugin__gantry~Migration plan%',
    labelPlural: '%plugin__gantry~Migration plans%',
    abbr: 'PL',
    color: '#5e40be',
    list: 'planList.PlanListPage',
    create: 'planWizard.PlanWizardPage',
    details: 'planDetails.PlanDetailsPage',
    actions: 'planActions.usePlanActions',
  }),
};
