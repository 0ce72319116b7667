import type { ComponentType } from 'react';
import { key } from '../../../shared/i18n.ts';
import { OpenshiftFields } from './openshift-fields.tsx';
import type { FormMode, ProviderType } from './provider-values.ts';
import type { ProviderFormState } from './use-provider-form.ts';
import { VddkField } from './vddk-field.tsx';
import { VsphereFields } from './vsphere-fields.tsx';

export interface FieldsProps {
  readonly form: ProviderFormState;
  readonly mode: FormMode;
}

interface TypeOfProvider {
  readonly label: string;
  /** Address and sign-in. */
  readonly Fields: ComponentType<FieldsProps>;
  /** What comes after trust. */
  readonly More?: ComponentType<FieldsProps>;
}

/** What can be connected to; a new type is one line. */
export const providerTypes: Readonly<Record<ProviderType, TypeOfProvider>> = {
  vsphere: { label: key('vSphere'), Fields: VsphereFields, More: VddkField },
  openshift: { label: key('OpenShift'), Fields: OpenshiftFields },
};
