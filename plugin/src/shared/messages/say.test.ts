import { describe, expect, it } from 'vitest';
import { failureCodes } from '@gantry/bff/api/http/message-codes.ts';
import { catalog } from './catalog.ts';
import { messageOf, say } from './say.ts';

const t = (key: string, blanks: Readonly<Record<string, string | number>> = {}) =>
  key.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name] ?? '???'));
const message = (code: string, parameters: Record<string, string> = {}) => ({
  code,
  parameters,
  text: 'as the service says',
});

describe('messages', () => {
  it('are said in the words of the catalog, in three parts', () => {
    const said = say(t, message('vm-name-taken', { namespace: 'prod', target: 'web-01' }));
    expect(said).toEqual({
      what: 'Project prod already has a VM named web-01.',
      source: 'The source is not touched.',
      advice: 'Choose another target name, or remove the other VM.',
    });
  });

  it.each([
    ['a code that the catalog does not know', message('something-new')],
    ['a message without the blanks of the catalog', message('vm-name-taken')],
  ])('are said in the words of the service for %s', (_, one) => {
    expect(say(t, one).what).toBe('as the service says');
  });

  it('tell how long ago an inventory was read', () => {
    const read = new Date(1_000_000).toISOString();
    expect(say(t, message('provider-Ready', { vms: '14 VMs', read }), 1_012_000).what).toBe('14 VMs, read 12 s ago.');
  });

  it('leaves out the advice whose blanks are missing, never a hole', () => {
    for (const [code, entry] of Object.entries(catalog)) {
      for (const what of [entry?.what ?? []].flat()) {
        const blanks = [...what.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => [name ?? '', 'x'] as const);
        const said = say(t, message(code, Object.fromEntries(blanks)));
        expect(Object.values(said).join(' '), code).not.toContain('???');
      }
    }
  });

  it.each(failureCodes)('the catalog says of %s what happened, what it means for the source and what to do', (code) => {
    expect(catalog[code]?.what).toBeTruthy();
    expect(catalog[code]?.source).toBeTruthy();
    expect(catalog[code]?.advice).toBeTruthy();
  });

  it('says what to do about a condition in the words of the pages, not of its fields', () => {
    const condition = {
      code: 'VMMissingGuestIPs-MissingGuestInformation',
      parameters: {},
      text: 'The guest may lose its addresses.',
      advice: 'Set preserveStaticIPs to false.',
    };
    expect(say(t, condition)).toEqual({
      what: 'The guest may lose its addresses.',
      source: undefined,
      advice: 'Run the VM with guest tools once before, or do not keep static IP addresses.',
    });
    expect(say(t, { ...condition, code: 'Unheard-Of' }).advice).toBe('Set preserveStaticIPs to false.');
  });

  it('says what it has the blanks for', () => {
    const refused = (parameters: Record<string, string>) => say(t, message('sign-in-failed', parameters)).what;
    expect(refused({ provider: 'vc-a', user: 'svc' })).toBe('vc-a refused the user svc.');
    expect(refused({ provider: 'vc-a' })).toBe('vc-a refused the user.');
  });

  it('shows a problem by its detail', () => {
    const problem = { type: '', title: 'Not allowed', status: 403, code: 'other', parameters: {}, requestId: 'r' };
    expect(messageOf({ ...problem, detail: 'You may not.' }).text).toBe('You may not.');
    expect(messageOf(problem).text).toBe('Not allowed');
  });
});
