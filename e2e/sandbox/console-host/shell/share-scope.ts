import * as pluginSdk from '@openshift/dynamic-plugin-sdk';
import * as react from 'react';
import * as reactI18next from 'react-i18next';
import * as reactRedux from 'react-redux';
import * as reactRouter from 'react-router';
import * as redux from 'redux';
import * as reduxThunk from 'redux-thunk';
import { sdkShim } from './sdk-shim.tsx';

interface SharedModule {
  readonly get: () => Promise<() => unknown>;
  readonly loaded: 1;
  readonly from: string;
  readonly eager: true;
}
type ShareScope = Record<string, Record<string, SharedModule>>;

function shared(version: string, module: unknown): Record<string, SharedModule> {
  return { [version]: { get: () => Promise.resolve(() => module), loaded: 1, from: 'console', eager: true } };
}

/** What a console 4.22 shares with its plugins; each plugin brings the rest itself. */
export const shareScope: ShareScope = {
  react: shared('18.3.1', react),
  'react-router': shared('7.13.1', reactRouter),
  'react-router-dom': shared('7.13.1', reactRouter),
  'react-router-dom-v5-compat': shared('7.13.1', reactRouter),
  'react-i18next': shared('16.5.8', reactI18next),
  'react-redux': shared('9.2.0', reactRedux),
  redux: shared('5.0.1', redux),
  'redux-thunk': shared('3.1.0', reduxThunk),
  '@openshift/dynamic-plugin-sdk': shared('8.2.0', pluginSdk),
  '@openshift-console/dynamic-plugin-sdk': shared('4.22.0', sdkShim),
  '@openshift-console/dynamic-plugin-sdk-internal': shared('4.22.0', {}),
};
