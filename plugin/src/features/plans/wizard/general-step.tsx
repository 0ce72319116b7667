import type { KeyboardEvent } from 'react';
import { Form, TextArea, TextInput, useWizardContext } from '@patternfly/react-core';
import { Field } from '../../../shared/forms/field.tsx';
import { OptionSelect } from '../../../shared/forms/option-select.tsx';
import { useT } from '../../../shared/i18n.ts';
import { ProjectSelect } from '../../../shared/forms/project-select.tsx';
import { say } from '../../../shared/messages/say.ts';
import { ProblemState } from '../../../shared/page/states.tsx';
import { isReady } from '../../../shared/providers/provider.ts';
import { parseRef, refText, sameRef, sourcesOf, targetsOf } from '../../../shared/providers/provider-refs.ts';
import { useProviderOptions } from '../../../shared/providers/use-provider-options.ts';
import { fieldIds } from './checks.ts';

import type { WizardState } from './use-wizard.ts';

function NameFields({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { general, change } = wizard;
  const error = wizard.errorOf('general', fieldIds.name);
  return (
    <>
      <Field id={fieldIds.name} label={t('Plan name')} necessity="required" error={error}>
        <TextInput
          id={fieldIds.name}
          isRequired
          autoComplete="off"
          value={general.name}
          validated={error === undefined ? 'default' : 'error'}
          aria-describedby={`${fieldIds.name}-help`}
          onChange={(_, name) => {
            change({ name });
          }}
        />
      </Field>
      <Field
        id={fieldIds.project}
        label={t('Project')}
        necessity="required"
        error={wizard.errorOf('general', fieldIds.project)}
        hint={t('The plan and its maps are kept here.')}
      >
        <ProjectSelect
          id={fieldIds.project}
          label={t('Project')}
          value={general.project}
          projects={wizard.projects}
          onCreated={wizard.reloadProjects}
          describedBy={`${fieldIds.project}-help`}
          onChange={(project) => {
            change({ project });
          }}
        />
      </Field>
      <Field id={fieldIds.description} label={t('Description')} necessity="optional">
        <TextArea
          id={fieldIds.description}
          value={general.description}
          rows={2}
          resizeOrientation="vertical"
          maxLength={1024}
          onChange={(_, description) => {
            change({ description });
          }}
        />
      </Field>
    </>
  );
}

function ProviderFields({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const optionsOf = useProviderOptions();
  const { general, providers } = wizard;
  const notReady = (ref: typeof general.source) => {
    const provider = providers.find((one) => sameRef(one, ref));
    return provider === undefined || ref === undefined || isReady(provider)
      ? undefined
      : t('{{name}} is not ready: {{reason}}', { name: provider.name, reason: say(t, provider.message).what });
  };
  const sources = sourcesOf(providers);
  return (
    <>
      <Field
        id={fieldIds.source}
        label={t('Source provider')}
        necessity="required"
        error={wizard.errorOf('general', fieldIds.source)}
        warning={notReady(general.source)}
        hint={wizard.providersRead && sources.length === 0 ? t('There is no source provider yet.') : undefined}
      >
        <OptionSelect
          id={fieldIds.source}
          label={t('Source provider')}
          value={general.source === undefined ? undefined : refText(general.source)}
          options={optionsOf(sources)}
          state={wizard.errorOf('general', fieldIds.source) === undefined ? undefined : 'error'}
          describedBy={`${fieldIds.source}-help`}
          onChange={(value) => {
            const source = parseRef(value);
            if (source !== undefined) wizard.askSource(source);
          }}
        />
      </Field>
      <Field
        id={fieldIds.target}
        label={t('Target provider')}
        necessity="required"
        error={wizard.errorOf('general', fieldIds.target)}
        warning={notReady(general.target)}
      >
        <OptionSelect
          id={fieldIds.target}
          label={t('Target provider')}
          value={general.target === undefined ? undefined : refText(general.target)}
          options={optionsOf(targetsOf(providers))}
          state={wizard.errorOf('general', fieldIds.target) === undefined ? undefined : 'error'}
          describedBy={`${fieldIds.target}-help`}
          onChange={(value) => {
            wizard.change({ target: parseRef(value) });
          }}
        />
      </Field>
    </>
  );
}

function TargetProject({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { general, change, targetIsRemote } = wizard;
  const id = fieldIds.targetProject;
  const error = wizard.errorOf('general', id);
  const hint = targetIsRemote
    ? t('The migrated virtual machines run there, in a project of the other cluster. It is created if it is missing.')
    : t('The migrated virtual machines run here.');
  return (
    <Field id={id} label={t('Target project')} necessity="required" error={error} hint={hint}>
      {targetIsRemote ? (
        <TextInput
          id={id}
          isRequired
          autoComplete="off"
          value={general.targetProject ?? ''}
          validated={error === undefined ? 'default' : 'error'}
          aria-describedby={`${id}-help`}
          onChange={(_, targetProject) => {
            change({ targetProject });
          }}
        />
      ) : (
        <ProjectSelect
          id={id}
          label={t('Target project')}
          value={general.targetProject}
          projects={wizard.projects}
          onCreated={wizard.reloadProjects}
          state={error === undefined ? undefined : 'error'}
          describedBy={`${id}-help`}
          onChange={(targetProject) => {
            change({ targetProject });
          }}
        />
      )}
    </Field>
  );
}

export function GeneralStep({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { goToNextStep } = useWizardContext();
  const { providersProblem } = wizard;
  if (providersProblem !== undefined && !wizard.providersRead)
    return <ProblemState problem={providersProblem} attempt={t('view providers')} onRetry={wizard.reloadProviders} />;
  const enterIsNext = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    if (event.key !== 'Enter' || !(target instanceof HTMLInputElement) || target.type !== 'text') return;
    // Dialogs that are opened from here are elsewhere in the page.
    if (!event.currentTarget.contains(target)) return;
    event.preventDefault();
    wizard.next('general', () => void goToNextStep());
  };
  return (
    <Form
      className="gantry-form"
      onKeyDown={enterIsNext}
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <NameFields wizard={wizard} />
      <ProviderFields wizard={wizard} />
      <TargetProject wizard={wizard} />
    </Form>
  );
}
