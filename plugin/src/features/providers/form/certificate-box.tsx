import { useEffect, useRef } from 'react';
import {
  Card,
  CardBody,
  CardTitle,
  Checkbox,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
} from '@patternfly/react-core';
import { formatFullTime } from '../../../shared/format.ts';
import { useT } from '../../../shared/i18n.ts';
import type { TestResult } from './connection-results.tsx';
import { fieldIds } from './provider-values.ts';

interface CertificateBoxProps {
  readonly certificate: NonNullable<TestResult['certificate']>;
  readonly isConfirmed: boolean;
  readonly onConfirm: (confirmed: boolean) => void;
}

/** The server's certificate, to be compared by the user; takes the focus when it appears. */
export function CertificateBox({ certificate, isConfirmed, onConfirm }: CertificateBoxProps) {
  const t = useT();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, [certificate.sha256]);
  const rows = [
    { term: t('Subject'), text: certificate.subject },
    { term: t('Issuer'), text: certificate.issuer },
    { term: t('Valid until'), text: formatFullTime(certificate.validTo) },
    { term: t('SHA-256'), text: certificate.sha256, className: 'gantry-fingerprint' },
    { term: t('SHA-1'), text: certificate.sha1, className: 'gantry-fingerprint' },
  ];
  return (
    <section ref={box} tabIndex={-1} aria-labelledby="provider-certificate-title">
      <Card isCompact>
        <CardTitle component="h2" id="provider-certificate-title">
          {t('Certificate of the server')}
        </CardTitle>
        <CardBody>
          <DescriptionList isHorizontal isCompact>
            {rows.map(({ term, text, className }) => (
              <DescriptionListGroup key={term}>
                <DescriptionListTerm>{term}</DescriptionListTerm>
                <DescriptionListDescription className={className}>{text}</DescriptionListDescription>
              </DescriptionListGroup>
            ))}
          </DescriptionList>
          <Checkbox
            id={fieldIds.confirmed}
            label={t('This is the certificate of my vCenter')}
            isChecked={isConfirmed}
            onChange={(_, checked) => {
              onConfirm(checked);
            }}
          />
        </CardBody>
      </Card>
    </section>
  );
}
