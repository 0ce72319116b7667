import type { CertificateProbe } from '../platform/certificate.ts';
import type { Clock } from '../platform/clock.ts';
import type { Link, Trust } from '../platform/trust.ts';
import type { Send } from '../platform/wire.ts';
import type { PowerState, SourceMachine } from '../machine/source-machine.ts';
import type { WarmSource } from './warm-source.ts';

export type { CertificateProbe } from '../platform/certificate.ts';
export type { Trust } from '../platform/trust.ts';

/** How to reach and trust a provider; made from the Provider and its Secret, never stored or logged. */
export interface Connection extends Link {
  /** The provider's endpoint as the user wrote it, normalised (https://vc.example.com/sdk). */
  readonly url: string;
  /** Empty where the password is a token. */
  readonly user: string;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Of the Secret; a new one permits logins again after refused ones. */
  readonly revision?: string;
}

/** What a driver gets from the service; all side effects go through it. */
export interface DriverContext {
  /** A sender that reaches and trusts as told; the test double routes in-process. */
  send(link: Link): Send;
  readonly clock: Clock;
  readonly certificate: CertificateProbe;
}

/** How providers of one type are reached and tested. */
export interface ProviderConnector {
  readonly type: string;
  /** Throws InvalidInputError with code `UrlNotValid`, `SecretNotValid` or `SettingsNotValid`. */
  connection(input: ProviderInput): Connection;
  /** Throws UnauthenticatedError when the credentials are refused, ProviderUnavailableError when unreachable. */
  test(connection: Connection, context: DriverContext, signal?: AbortSignal): Promise<ConnectionReport>;
  /** Absent where hosts of the source cannot be read past the provider. */
  readonly hosts?: HostAccess;
}

/** One source type. Optional members are optional capabilities. */
export interface ProviderDriver extends ProviderConnector {
  source(connection: Connection, context: DriverContext): SourceSession;
  /** How this source's disks reach the target; pure. */
  readonly transfers: Transfers;
}

/** Reading disks from a host of the source itself, at an address of its own. */
export interface HostAccess {
  /**
   * Throws InvalidInputError with code `IpNotValid` or `SecretNotValid`, ProviderUnavailableError when the host presents
   * another certificate than the provider knows of it.
   */
  reach(input: HostInput, context: DriverContext, signal?: AbortSignal): Promise<HostWay>;
  /** As ProviderConnector.test. */
  test(way: HostWay, context: DriverContext, signal?: AbortSignal): Promise<void>;
}

export interface HostInput {
  readonly address: string;
  /** Decoded Secret data. */
  readonly secret: Readonly<Record<string, string>>;
  /** Of the Secret, as people edit it. */
  readonly revision?: string;
  /** SHA-1 of the host's certificate as the provider tells it. */
  readonly fingerprint: string;
}

export interface HostWay {
  readonly connection: Connection;
  readonly fingerprint: string;
  /** Whether conversions can read this way too: they need a certificate that bears the address, or none that is verified. */
  readonly converts: boolean;
}

export interface ProviderInput {
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Decoded Secret data. */
  readonly secret: Readonly<Record<string, string>>;
  /** Of the Secret, as people edit it. */
  readonly revision?: string;
}

export interface ConnectionReport {
  readonly product: string;
  readonly version: string;
  readonly instanceUuid: string;
  /** SHA-1 fingerprint of the endpoint's certificate, for `Provider.status.fingerprint` and VDDK. */
  readonly fingerprint?: string;
  /** Privileges missing per feature, empty when all are granted. */
  readonly missingPrivileges: readonly { readonly feature: string; readonly privilege: string }[];
}

/**
 * A live session with one provider, shared by the steps of its machines. Logs in lazily, again when the session has
 * expired, and stops trying after three refused logins. Every call re-reads the source: nothing is cached.
 */
export interface SourceSession {
  /** Throws NotFoundError (code `vm-not-found`). */
  machine(id: string, signal?: AbortSignal): Promise<SourceMachine>;
  power(id: string, signal?: AbortSignal): Promise<PowerState>;
  /** The last time that anybody powered the machine on, as far as the source remembers; absent where none does. */
  lastStart?(id: string, signal?: AbortSignal): Promise<MachineStart | 'none' | 'unknown'>;
  /** Ids of the other machines that virt-v2v could take for this one; absent where it goes by ids. */
  namesakes?(id: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Other machines that have a disk of this one; absent where disks cannot be shared. */
  sharers?(id: string, signal?: AbortSignal): Promise<readonly Sharer[]>;
  /** Asks the guest; returns when the request was accepted, not when the machine is off. */
  shutdownGuest(id: string, signal?: AbortSignal): Promise<void>;
  /** Hard power-off; returns when it is off. Already off is success. */
  powerOff(id: string, signal?: AbortSignal): Promise<void>;
  /** Returns when it is on. Already on is success. */
  powerOn(id: string, signal?: AbortSignal): Promise<void>;
  /** Absent where machines cannot be copied while they run. */
  readonly warm?: WarmSource;
  close(): Promise<void>;
}

export interface MachineStart {
  /** What tells it from others. */
  readonly event: string;
  /** RFC 3339, by the source's clock. */
  readonly at: string;
  /** Who did it, in the source's words. */
  readonly by: string;
}

/** A machine that has disks in common with another one. */
export interface Sharer {
  readonly id: string;
  readonly name: string;
  readonly power: PowerState;
}

/** Pure builders of what CDI and virt-v2v need to read this source. */
export interface Transfers {
  /** `DataVolume.spec.source` of one disk for copying by CDI. */
  importSource(input: TransferInput, diskIndex: number): Record<string, unknown>;
  /** Data of the Secret that the importer reads (keys accessKeyId, secretKey for VDDK). */
  importSecret(connection: Connection): Record<string, string>;
  /** Environment of the virt-v2v container (V2V_*) as name to value. */
  conversionEnvironment(input: TransferInput): Record<string, string>;
  /** Data of the Secret mounted at /etc/secret in the conversion pod. */
  conversionSecret(connection: Connection): Record<string, string>;
}

export interface TransferInput {
  readonly machine: SourceMachine;
  readonly url: string;
  /** Named in the addresses that libvirt reads; never the password. */
  readonly user?: string;
  readonly trust: Trust;
  /** Of the connection. */
  readonly settings: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly secretName: string;
  readonly vddkImage?: string;
  /** Of the target machine. */
  readonly targetName: string;
}
