import { childText } from '../xml.ts';
import { requiredText } from '../soap.ts';
import { dateTime } from '../values.ts';
import { userSession } from '../sessions.ts';
import type { AnonymousMethod, Method } from './method.ts';
import { returns } from './method.ts';

/** Methods that need no session. */
export const anonymousMethods: Readonly<Record<string, AnonymousMethod>> = {
  RetrieveServiceContent: ({ service }) => returns(service.content()),
  Login: ({ element, service, headers }) => {
    const session = service.sessions.login(requiredText(element, 'userName'), requiredText(element, 'password'));
    headers['set-cookie'] = `vmware_soap_session="${session.key}"; Path=/; HttpOnly; Secure;`;
    return returns(userSession(session));
  },
};

export const sessionMethods: Readonly<Record<string, Method>> = {
  Logout: ({ service, session }) => {
    service.sessions.end(session);
    return [];
  },
  CurrentTime: ({ service }) => returns(dateTime(service.clock.now())),
  SessionIsActive: ({ element, service }) =>
    returns(service.sessions.byKey(childText(element, 'sessionID')) !== undefined),
};
