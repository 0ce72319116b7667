import { useEffect, useId, type ReactNode } from 'react';
import {
  ActionList,
  ActionListGroup,
  Breadcrumb,
  BreadcrumbItem,
  Flex,
  FlexItem,
  PageSection,
  Title,
} from '@patternfly/react-core';
import { Link } from 'react-router';
import { DocumentTitle } from '../console-sdk.ts';
import { useT } from '../i18n.ts';
import { ConnectionLabel, ConnectionLostAlert } from '../live/connection-notice.tsx';
import { Toasts } from './toasts.tsx';
import { useFocusRescue } from './use-focus-rescue.ts';
import '../gantry.css';

interface PageFrameProps {
  readonly title: string;
  readonly parent?: { readonly title: string; readonly to: string };
  /** Beside the title: the state of the object. */
  readonly labels?: ReactNode;
  /** One primary action, at most one secondary, then a menu. */
  readonly actions?: ReactNode;
  /** Below the title: what stands in every tab. */
  readonly summary?: ReactNode;
  readonly children: ReactNode;
}

/** Title, breadcrumb, actions, connection and toasts of every page; a new page takes the focus to its title. */
export function PageFrame({ title, parent, labels, actions, summary, children }: PageFrameProps) {
  const t = useT();
  const headingId = useId();
  useEffect(() => {
    document.getElementById(headingId)?.focus({ preventScroll: true });
  }, [title, headingId]);
  useFocusRescue(headingId);
  const documentTitle = [title, parent?.title, t('VM migration')].filter((part) => part !== undefined).join(' · ');
  return (
    <>
      <DocumentTitle>{documentTitle}</DocumentTitle>
      <PageSection hasBodyWrapper={false}>
        {parent !== undefined && (
          <Breadcrumb aria-label={t('Breadcrumb')} className="pf-v6-u-mb-md">
            <BreadcrumbItem
              render={({ className }) => (
                <Link className={className} to={parent.to}>
                  {parent.title}
                </Link>
              )}
            />
            <BreadcrumbItem isActive>{title}</BreadcrumbItem>
          </Breadcrumb>
        )}
        <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} alignItems={{ default: 'alignItemsCenter' }}>
          <FlexItem>
            <Flex gap={{ default: 'gapMd' }} alignItems={{ default: 'alignItemsCenter' }}>
              <FlexItem>
                <Title headingLevel="h1" id={headingId} tabIndex={-1}>
                  {title}
                </Title>
              </FlexItem>
              {labels !== undefined && <FlexItem>{labels}</FlexItem>}
              <ConnectionLabel />
            </Flex>
          </FlexItem>
          {actions !== undefined && (
            <FlexItem>
              <ActionList>
                <ActionListGroup className="gantry-page-actions">{actions}</ActionListGroup>
              </ActionList>
            </FlexItem>
          )}
        </Flex>
        {summary !== undefined && <div className="gantry-summary">{summary}</div>}
      </PageSection>
      <ConnectionLostAlert />
      {children}
      <Toasts />
    </>
  );
}
