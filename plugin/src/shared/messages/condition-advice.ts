import { key } from '../i18n.ts';

const lookAtMap = key('Look at the map: it says what is missing.');
const chooseMap = key('Choose another map, or create the plan again.');
const chooseProvider = key('Choose another provider in a new plan, or create the one that is missing.');
const lookAtProvider = key('Open the provider: it says what is wrong.');
const coldOnly = key('Choose a cold migration.');

/**
 * What to do about a condition, in the words of the pages, by its type or `type-reason`. The conditions themselves say
 * it in the words of their objects' fields, for those who read them with kubectl.
 */
export const conditionAdvice: Readonly<Partial<Record<string, string>>> = {
  SourceProviderNotValid: chooseProvider,
  DestinationProviderNotValid: chooseProvider,
  SourceProviderNotReady: lookAtProvider,
  DestinationProviderNotReady: lookAtProvider,
  WarmMigrationNotReady: coldOnly,
  MigrationTypeNotValid: coldOnly,
  NamespaceNotValid: key('Choose another target project; one that does not exist yet is created.'),
  NetworkMapRefNotValid: chooseMap,
  NetworkMapNotReady: lookAtMap,
  NetMapDestinationNADNotValid: key('Choose networks of the target project or of project default.'),
  StorageRefNotValid: chooseMap,
  StorageMapNotReady: lookAtMap,
  ServiceAccountNotValid: key('Create it in the target project, or choose another one.'),
  HookNotValid: key('Create the hook, or take it out of the plan.'),
  HookNotReady: key('Open the hook: it says what is wrong.'),
  HookStepNotValid: key('Choose one hook before and one after the migration for each VM.'),
  HookServiceAccountNotValid: key('Create the account in the project of the plan, or choose another one in the hook.'),
  InvalidHookExecute: key('Choose either an image or a job template, and fill in all of it.'),
  InvalidImage: key('Name the image, for example registry/project/image:tag.'),
  InvalidPlaybook: key('Paste or upload the playbook again.'),
  VirtV2vImageNotValid: key('Name the image with its registry, for example quay.io/project/image:tag.'),
  VDDKInitImageUnavailable: key(
    'Set a VDDK image on the source provider, or migrate cold with conversion to this cluster.',
  ),
  NotValid: key('Correct what is listed, in the YAML of the plan.'),
  VMRefNotValid: key('Choose the VM anew.'),
  VMNotFound: key('Remove the VM from the plan, or choose it anew.'),
  'DuplicateVM-Ambiguous': key('Choose the VM anew, so that the plan has its id.'),
  'DuplicateVM-NotUnique': key('Remove the repetition.'),
  TargetNameNotValid: key('Choose a target name if the name matters.'),
  VMAlreadyExists: key('Choose another target name, or remove the other VM.'),
  VMAlreadyMigrated: key('Remove the migrated VM, or leave this one out of the plan.'),
  VMNetworksNotMapped: key('Choose a target for the network, or Do not connect.'),
  VMStorageNotMapped: key('Choose a storage class for the datastore.'),
  ConversionResumable: key('Start a migration that resumes the conversion, as long as nobody powers the sources on.'),
  MissingPvcForOnlyConversion: key('Provide one filled claim for each disk, labelled with the ids of the VM.'),
  ClaimsMayBeStale: key('Shut the VM down and fill its claims once more before the plan is started.'),
  VMMultiplePodNetworkMappings: key('Choose an attachment or Do not connect for all but one of its networks.'),
  SourceShapeNotSupported: key('Change that at the source, or leave the VM out of the plan.'),
  VMCriticalConcerns: key('Mend what is named at the source, or leave the VM out of the plan.'),
  GuestToolsIssue: key('Start or install the guest tools, power the VM off, or allow a forced power-off.'),
  InvalidDiskSizes: key('Look at the disk at the source.'),
  MacConflicts: key('Delete or re-address the other VM; two machines with one MAC address disturb both.'),
  NetMapPreservingIPsOnPodNetwork: key('Choose an attachment for the network, or do not keep static IP addresses.'),
  HostNotReady: key('End the maintenance, or move the VM to another host.'),
  VMMissingGuestIPs: key('Run the VM with guest tools once before, or do not keep static IP addresses.'),
  VMMissingChangedBlockTracking: key(
    'Enable changed block tracking at the source or have the plan turn it on, or migrate the machine cold.',
  ),
  VMHasSnapshots: key('Remove the snapshots at the source, or migrate the machine cold.'),
  VMConsolidationNeeded: key('Consolidate the disks at the source.'),
  'TransferNetworkNotValid-NotFound': key('Create the network, or choose another one for the transfer.'),
  TransferNetworkNotValid: key('Choose a network of the target project or of project default, with a valid gateway.'),
  TransferNetworkMissingDefaultRoute: key('Name the gateway of the network in its annotation, or that it has none.'),
  UnsupportedUserDefinedNetwork: key('Choose a target project whose network is of layer 2, or has none of its own.'),
  VMIpNotMatchingUdnSubnet: key(
    'Widen the subnets of the network, choose another one, or do not keep static IP addresses.',
  ),
  SharedWarnDisks: key('Shut the other VMs down, and migrate them after it without the disks that they share.'),
  OptionWithoutEffect: key('Remove these options in the YAML of the plan, or migrate with conversion.'),
  CustomizationScriptsIgnored: key(
    'Name the scripts like 10_linux_run_agent.sh, 10_linux_firstboot_agent.sh or 10_win_firstboot_agent.ps1.',
  ),
  LuksAndClevisIncompatibility: key('Choose either keys or network-bound decryption.'),
  GuestDriversNeeded: key('Install VirtIO drivers in the guests before, or leave compatibility devices on.'),
  UrlNotValid: key('Correct the URL of the provider.'),
  ProviderTypeNotSupported: key('Create a provider of another type.'),
  SecretNotValid: key('Type user and password again.'),
  SettingsNotValid: key('Edit the provider.'),
  ConnectionTestFailed: key(
    'Check address, certificate and the network from the cluster. Gantry tries again by itself.',
  ),
  ConnectionAuthFailed: key('Replace the credentials.'),
  ConnectionInsecure: key('Edit the provider and trust its certificate.'),
  InsufficientPrivileges: key('Give the user the rights that are listed.'),
  InventoryStale: key('Check the connection if this stays; Gantry tries again by itself.'),
  InventoryIncomplete: key('Check that the user may read what is missing; Gantry tries again by itself.'),
  VDDKImageNotSet: key('Set a VDDK image on the provider for raw copy.'),
  OwnRulesIgnored: key('Check by hand what these rules look for, and remove them from the ConfigMap.'),
  VolumeModesNotKnown: key('Choose both modes in the map, as the volumes have them.'),
  VolumeModesAssumed: key('Choose the modes in the map, or let an administrator say what the provisioner can do.'),
  ProvisionersNotValid: key('Let an administrator correct the ConfigMap gantry-provisioners.'),
  SourceNetworkNotValid: key('Remove the row, or choose the network anew.'),
  SourceStorageNotValid: key('Remove the row, or choose the datastore anew.'),
  DeletionHeld: key('Wait until the runs that use it have ended, or cancel them.'),
};
