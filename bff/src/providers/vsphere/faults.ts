import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  ProviderUnavailableError,
  UnauthenticatedError,
} from '../../platform/errors.ts';
import type { ErrorDetails, KnownError } from '../../platform/errors.ts';
import { childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { typeOf } from './values.ts';

/** A fault that the server answered with, before anyone has said what it means for the caller. */
export class VsphereFault extends Error {
  /** Name of the fault's type without prefix, such as `InvalidPowerState`. */
  readonly fault: string;
  /** The privilege that was missing, for `NoPermission`. */
  readonly privilege: string;

  constructor(fault: string, message: string, privilege = '') {
    super(message);
    this.name = 'VsphereFault';
    this.fault = fault;
    this.privilege = privilege;
  }
}

export function isFault(error: unknown, fault?: string): error is VsphereFault {
  return error instanceof VsphereFault && (fault === undefined || error.fault === fault);
}

/** Reads the `Fault` of a SOAP body. */
export function faultOf(element: XmlElement): VsphereFault {
  const [detail] = childrenOf(element, 'detail').flatMap((each) => each.children);
  const type = detail === undefined ? '' : nameOf(detail);
  return new VsphereFault(type || 'RuntimeFault', plain(textAt(element, 'faultstring')), textAt(detail, 'privilegeId'));
}

/** Reads the `error` of a task, a `LocalizedMethodFault`. */
export function taskFaultOf(error: XmlElement | undefined): VsphereFault {
  const fault = childrenOf(error, 'fault').at(0);
  const type = fault === undefined ? '' : nameOf(fault);
  return new VsphereFault(
    type || 'RuntimeFault',
    plain(textAt(error, 'localizedMessage')),
    textAt(fault, 'privilegeId'),
  );
}

/** Some servers tell the type of a fault only by the name of its element, which is `<type>Fault`. */
function nameOf(fault: XmlElement): string {
  const type = typeOf(fault);
  return type === fault.name ? type.replace(/Fault$/, '') : type;
}

/** The server's words are kept short and on one line. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

type Meaning = (fault: VsphereFault, about: ErrorDetails) => KnownError;

const meanings: Readonly<Record<string, Meaning>> = {
  InvalidLogin: (_fault, about) =>
    new UnauthenticatedError('The vCenter refused the user name or the password.', { ...about, code: 'InvalidLogin' }),
  NotAuthenticated: (_fault, about) =>
    new ProviderUnavailableError('The vCenter ended the session, and again after a new login.', {
      ...about,
      code: 'SessionLost',
    }),
  NoPermission: ({ privilege }, about) =>
    new ForbiddenError(
      `The user of the provider lacks the privilege ${privilege || '(the vCenter did not say which)'}.`,
      {
        ...about,
        code: 'MissingPrivilege',
        parameters: { ...about.parameters, privilege },
      },
    ),
  ManagedObjectNotFound: (_fault, about) =>
    new NotFoundError('The object does not exist at the vCenter.', { ...about, code: 'ObjectNotFound' }),
  ToolsUnavailable: (_fault, about) =>
    new ConflictError('VMware Tools does not run in the machine, so its guest cannot be shut down.', {
      ...about,
      code: 'ToolsUnavailable',
    }),
  InvalidPowerState: (_fault, about) =>
    new ConflictError('The power state of the machine does not allow this.', { ...about, code: 'InvalidPowerState' }),
  InvalidState: (_fault, about) =>
    new ConflictError('The state of the machine does not allow this.', { ...about, code: 'InvalidState' }),
  TaskInProgress: (_fault, about) =>
    new ConflictError('Another task holds the machine.', { ...about, code: 'TaskInProgress' }),
  InvalidProperty: (_fault, about) =>
    new InvalidInputError('The vCenter does not know a property that was asked for.', {
      ...about,
      code: 'ProviderNotSupported',
    }),
};

/** What a fault means to callers; faults without a meaning of their own are the provider's trouble. */
export function knownError(fault: VsphereFault, about: ErrorDetails = {}): KnownError {
  const meaning = meanings[fault.fault];
  if (meaning !== undefined) return meaning(fault, { ...about, cause: fault });
  return new ProviderUnavailableError(`The vCenter answered with ${fault.fault}: ${fault.message}`, {
    ...about,
    code: 'ProviderFault',
    parameters: { ...about.parameters, fault: fault.fault },
    cause: fault,
  });
}

/** An error as callers of the driver may see it: faults get their meaning, others stay. */
export function understood(error: unknown, about: ErrorDetails = {}): unknown {
  return isFault(error) ? knownError(error, about) : error;
}
