import { expect, it } from 'vitest';
import { proxyFor, type ProxyRules } from './proxy.ts';

const https = 'http://proxy.example:3128';

it.each<[string, string, ProxyRules, string | undefined]>([
  ['no proxy is known', 'https://vc.example/sdk', {}, undefined],
  ['the proxy is for https', 'https://vc.example/sdk', { https }, https],
  ['the proxy is for the other protocol', 'https://vc.example/sdk', { http: https }, undefined],
  ['the variable is empty', 'https://vc.example/sdk', { https: '' }, undefined],
  ['everything is exempt', 'https://vc.example/sdk', { https, none: '*' }, undefined],
  ['the name is exempt', 'https://VC.example/sdk', { https, none: 'other, vc.example' }, undefined],
  ['the domain is exempt', 'https://vc.example/sdk', { https, none: '.example' }, undefined],
  ['the domain is exempt without its dot', 'https://vc.dc.example/sdk', { https, none: 'dc.example' }, undefined],
  ['another name ends alike', 'https://vc.notexample/sdk', { https, none: 'example' }, https],
  ['the port is exempt', 'https://vc.example:8443/sdk', { https, none: 'vc.example:8443' }, undefined],
  ['another port is exempt', 'https://vc.example/sdk', { https, none: 'vc.example:8443' }, https],
  [
    'the port that goes without saying is exempt',
    'https://vc.example/sdk',
    { https, none: 'vc.example:443' },
    undefined,
  ],
  ['the address is in an exempt range', 'https://10.3.2.1/sdk', { https, none: '10.0.0.0/8' }, undefined],
  ['the address is in no exempt range', 'https://11.3.2.1/sdk', { https, none: '10.0.0.0/8' }, https],
  ['a range says nothing of names', 'https://vc.example/sdk', { https, none: '0.0.0.0/0' }, https],
  ['a range is nonsense', 'https://10.3.2.1/sdk', { https, none: '10.0.0.0/99,x/8' }, https],
  ['an IPv6 address is in an exempt range', 'https://[fd00::1]/sdk', { https, none: 'fd00::/8' }, undefined],
  ['an IPv6 address is exempt', 'https://[fd00::1]/sdk', { https, none: 'fd00::1' }, undefined],
])('%s', (_name, url, rules, expected) => {
  expect(proxyFor(url, rules)).toBe(expected);
});
