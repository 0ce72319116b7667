import { ExpandableSection } from '@patternfly/react-core';
import { useT } from '../../../../shared/i18n.ts';

/** What a hook printed, on demand. */
export function StepOutput({ text }: { readonly text: string | undefined }) {
  const t = useT();
  if (text === undefined) return null;
  return (
    <ExpandableSection toggleTextCollapsed={t('Show output')} toggleTextExpanded={t('Hide output')}>
      <pre className="gantry-evidence">{text}</pre>
    </ExpandableSection>
  );
}
