import { propertyReader } from '../properties/property-reader.ts';
import { existing, parseFilterSpec } from '../selection.ts';
import type { XmlParts } from '../soap.ts';
import { requiredText, VimFault } from '../soap.ts';
import { reference, render } from '../values.ts';
import { child, childrenNamed, childText } from '../xml.ts';
import type { AuthenticatedCall, Method } from './method.ts';
import { returns } from './method.ts';

function collectorOf(call: AuthenticatedCall) {
  return call.service.collector(call.session, call.self.id);
}

function numberIn(element: Parameters<typeof childText>[0], name: string): number | undefined {
  const text = childText(element, name);
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}

function wrapped(parts: XmlParts): XmlParts {
  return parts.length === 0 ? [] : ['<returnval>', ...parts, '</returnval>'];
}

export const collectorMethods: Readonly<Record<string, Method>> = {
  CreatePropertyCollector: ({ service, session }) =>
    returns(reference('PropertyCollector', service.createCollector(session))),
  DestroyPropertyCollector: (call) => {
    collectorOf(call);
    call.service.destroyCollector(call.session, call.self.id);
    return [];
  },
  CreateFilter: (call) => {
    const spec = child(call.element, 'spec');
    if (spec === undefined)
      throw new VimFault('InvalidArgument', 'A specified parameter was not correct: spec', { invalidProperty: 'spec' });
    const parsed = parseFilterSpec(spec);
    for (const { object } of parsed.objects) existing(object, call.service.inventory);
    return returns(reference('PropertyFilter', collectorOf(call).createFilter(parsed)));
  },
  DestroyPropertyFilter: (call) => {
    const id = call.self.id;
    const collector = call.service.collector(call.session, id.slice(0, id.lastIndexOf('.filter-')));
    if (!collector.filters.delete(id)) existing(call.self, call.service.inventory);
    return [];
  },
  WaitForUpdatesEx: async (call) => {
    const options = child(call.element, 'options');
    const parts = await collectorOf(call).waitForUpdates(childText(call.element, 'version') ?? '', {
      maxWaitSeconds: numberIn(options, 'maxWaitSeconds'),
      maxObjectUpdates: numberIn(options, 'maxObjectUpdates'),
      signal: call.signal,
    });
    return wrapped(parts);
  },
  CancelWaitForUpdates: (call) => {
    collectorOf(call).interrupt(new VimFault('RequestCanceled', 'The task was canceled by a user.'));
    return [];
  },
  RetrievePropertiesEx: (call) => {
    const specs = childrenNamed(call.element, 'specSet').map(parseFilterSpec);
    return wrapped(collectorOf(call).retrieve(specs, numberIn(child(call.element, 'options'), 'maxObjects')));
  },
  ContinueRetrievePropertiesEx: (call) => wrapped(collectorOf(call).retrieveMore(requiredText(call.element, 'token'))),
  CancelRetrievePropertiesEx: (call) => {
    collectorOf(call).forgetPage(requiredText(call.element, 'token'));
    return [];
  },
  RetrieveProperties: (call) => {
    const specs = childrenNamed(call.element, 'specSet').map(parseFilterSpec);
    return collectorOf(call)
      .retrieve(specs, Infinity)
      .map((part) => part.replace(/^<objects>/, '<returnval>').replace(/<\/objects>$/, '</returnval>'));
  },
  /** One property of one object, as some SDKs read them. */
  Fetch: ({ element, service, session, self }) => {
    const entity = existing(self, service.inventory);
    const value = propertyReader(entity, { inventory: service.inventory, clock: service.clock, session: session.key })(
      requiredText(element, 'prop'),
    );
    return value === undefined ? [] : [render('returnval', value, { typed: true })];
  },
};
