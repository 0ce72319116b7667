import { useState } from 'react';
import {
  Button,
  List,
  ListItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Radio,
  TextArea,
} from '@patternfly/react-core';
import { Field } from '../../../shared/forms/field.tsx';
import { key, useT } from '../../../shared/i18n.ts';
import { fieldIds, type ProviderValues, type TrustChoice } from './provider-values.ts';

const choices: readonly { readonly value: TrustChoice; readonly label: string }[] = [
  { value: 'confirm', label: key('Trust the server’s certificate after checking it') },
  { value: 'authority', label: key('Certificate authority (PEM)') },
  { value: 'cluster', label: key('Authorities known to the cluster') },
  { value: 'skip', label: key('Do not verify') },
];

interface TrustFieldsProps {
  readonly values: ProviderValues;
  readonly error?: string;
  readonly change: (change: Partial<ProviderValues>) => void;
}

/** How the server proves who it is; skipping that is asked about. */
export function TrustFields({ values, error, change }: TrustFieldsProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const stay = () => {
    setAsking(false);
  };
  return (
    <Field id="provider-trust" label={t('Certificate')} necessity="required" role="radiogroup">
      {choices.map(({ value, label }) => (
        <Radio
          key={value}
          id={`provider-trust-${value}`}
          name="provider-trust"
          label={t(label)}
          isChecked={values.trust === value}
          onChange={() => {
            if (value === 'skip') setAsking(true);
            else change({ trust: value });
          }}
        />
      ))}
      {values.trust === 'authority' && (
        <Field id={fieldIds.pem} label={t('Certificate of the authority')} necessity="required" error={error}>
          <TextArea
            id={fieldIds.pem}
            rows={6}
            value={values.pem}
            validated={error === undefined ? 'default' : 'error'}
            aria-describedby={`${fieldIds.pem}-help`}
            onChange={(_, pem) => {
              change({ pem });
            }}
          />
        </Field>
      )}
      <Modal isOpen={asking} variant="small" aria-labelledby="skip-title" onClose={stay} elementToFocus="#skip-verify">
        <ModalHeader
          title={t('Skip certificate checks for {{name}}?', { name: values.name || t('this provider') })}
          labelId="skip-title"
          titleIconVariant="warning"
        />
        <ModalBody>
          <List>
            <ListItem>
              {t('Anyone between this cluster and vCenter can read the password and change disk data.')}
            </ListItem>
            <ListItem>{t('The provider is marked Not verified everywhere.')}</ListItem>
          </List>
        </ModalBody>
        <ModalFooter>
          <Button
            variant="danger"
            onClick={() => {
              change({ trust: 'skip' });
              stay();
            }}
          >
            {t('Skip checks')}
          </Button>
          <Button id="skip-verify" variant="link" onClick={stay}>
            {t('Verify')}
          </Button>
        </ModalFooter>
      </Modal>
    </Field>
  );
}
