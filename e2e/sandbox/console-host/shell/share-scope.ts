import * as pluginSdk from '@openshift/dynamic-plugin-sdk';
import * as react from 'react';
import * as reactI18next from 'react-i18next';
import * as reactRedux from 'react-redux';
import * as reactRouter from 'react-router';
import * as redux from 'redux';
import * as reduxThunk from 'redux-thunk';
import { patternFlyModules } from 'virtual:patternfly-modules';
import { sdkShim } from './sdk-shim.tsx';

interface SharedModule {
  readonly get: () => Promise<() => unknown>;
  /** A console has used its modules before plugins offer their own: of equal versions the console's is taken. */
  readonly loaded: 1;
  readonly from: string;
  readonly eager: true;
}
type ShareScope = Record<string, Record<string, SharedModule>>;

function shared(version: string, load: () => Promise<unknown>): Record<string, SharedModule> {
  const get = async () => {
    const module = await load();
    return () => module;
  };
  return { [version]: { get, loaded: 1, from: 'console', eager: true } };
}

const ready = (version: string, module: unknown) => shared(version, () => Promise.resolve(module));

/** PatternFly's modules come in one file, with the first that is used; outside a plugin's range it brings its own. */
const sharedPatternFly: ShareScope = Object.fromEntries(
  patternFlyModules.map(({ name, version, load }) => [name, shared(version, load)]),
);

/** What a console 4.22 shares with its plugins; each plugin brings the rest itself. */
export const shareScope: ShareScope = {
  ...sharedPatternFly,
  react: ready('18.3.1', react),
  'react-router': ready('7.13.1', reactRouter),
  'react-router-dom': ready('7.13.1', reactRouter),
  'react-router-dom-v5-compat': ready('7.13.1', reactRouter),
  'react-i18next': ready('16.5.8', reactI18next),
  'react-redux': ready('9.2.0', reactRedux),
  redux: ready('5.0.1', redux),
  'redux-thunk': ready('3.1.0', reduxThunk),
  '@openshift/dynamic-plugin-sdk': ready('8.2.0', pluginSdk),
  '@openshift-console/dynamic-plugin-sdk': ready('4.22.0', sdkShim),
  '@openshift-console/dynamic-plugin-sdk-internal': ready('4.22.0', {}),
};
