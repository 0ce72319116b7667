import { expectAccessible } from '../src/fixtures/accessibility.ts';
import type { ConsoleClient } from '../src/fixtures/console-client.ts';
import { namesOf } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { MapPages } from '../src/pages/map-page.ts';
import { ProviderPage } from '../src/pages/provider-page.ts';
import { Question } from '../src/pages/question.ts';

const forklift = '/apis/forklift.konveyor.io/v1beta1/namespaces';

function addAttachment(client: ConsoleClient, project: string, name: string, config: object) {
  return client.createObject(`/apis/k8s.cni.cncf.io/v1/namespaces/${project}/network-attachment-definitions`, {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name, namespace: project },
    spec: { config: JSON.stringify(config) },
  });
}

test('maps say once where everything goes, and why', async ({ page, project, client, arrange, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  await addAttachment(client, project, 'red', { type: 'bridge', vlan: 30 });
  await addAttachment(client, project, 'lab', { type: 'bridge' });
  await client.createObject('/apis/storage.k8s.io/v1/storageclasses', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'tape' },
    provisioner: 'tape.example.com',
  });
  const networks = new MapPages(page, 'NetworkMap');
  const storages = new MapPages(page, 'StorageMap');

  await test.step('the first network map begins with proposals, and nothing is chosen silently', async () => {
    await networks.gotoList(project);
    await expect(page.getByRole('heading', { name: 'No network maps yet' })).toBeVisible();
    await expectAccessible(page);
    await networks.create.first().click();
    await expect(networks.rows.row('Storage')).toContainText('Same VLAN (30).');
    await expect(networks.target('Storage')).toHaveText(`${project}/red`);
    await expect(networks.target('VM Network')).toHaveText('Choose…');
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'Name' }).fill('shared');
    await networks.create.click();
    await expect(page.getByRole('heading', { name: /things are missing or wrong/ })).toBeVisible();
    await page.getByRole('link', { name: 'Choose a target for VM Network, or remove the row.' }).click();
    await expect(networks.target('VM Network')).toBeFocused();
  });

  await test.step('rows are chosen by keys, and what is chosen outlives new proposals', async () => {
    await networks.choose('VM Network', /^Pod network/);
    await networks.choose('Backup', /^Do not connect/);
    await page.getByRole('button', { name: 'Propose again' }).click();
    await expect(networks.rows.row('VM Network')).toContainText('Your choice');
    await expect(page.getByRole('status').filter({ hasText: /NICs mapped/ })).toHaveText(/^(\d+) of \1 NICs mapped$/);
    await networks.create.click();
    await expect(page.getByRole('heading', { name: 'shared', level: 1 })).toBeVisible();
    await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
    await expect(networks.rows.row('Backup')).toContainText('Do not connect');
    await expectAccessible(page);
  });

  await test.step('a network attachment that is missing is named; once it exists the map is ready by itself', async () => {
    const provider = {
      source: { namespace: project, name: 'vcenter-a' },
      destination: { namespace: 'gantry', name: 'host' },
    };
    const entry = { source: { name: 'Backup' }, destination: { type: 'multus', namespace: project, name: 'blue' } };
    await client.createObject(`${forklift}/${project}/networkmaps`, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'NetworkMap',
      metadata: { name: 'early', namespace: project },
      spec: { provider, map: [entry] },
    });
    await networks.goto(project, 'early');
    const demand = page.getByText(`Create NetworkAttachmentDefinition blue in project ${project}`);
    await expect(demand.first()).toBeVisible();
    await expect(networks.rows.row('Backup')).toContainText('The target does not exist');
    await expectAccessible(page);
    await addAttachment(client, project, 'blue', { type: 'bridge', vlan: 40 });
    await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
    await expect(demand).toHaveCount(0);
  });

  await test.step('a storage map says what its modes mean', async () => {
    await storages.gotoList(project);
    await storages.create.first().click();
    await expect(storages.rows.row('vmfs-01')).toContainText('Default class for VMs.');
    await expect(storages.rows.row('vmfs-01')).toContainText('live migration possible');
    await storages.choose('nfs-01', /^manual/);
    await expect(storages.rows.row('nfs-01')).toContainText('made by hand: choose their modes');
    await storages.choose('nfs-01', /^tape/);
    await expect(storages.rows.row('nfs-01')).toContainText('Nothing is known of tape.example.com.');
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'Name' }).fill('disks');
    await storages.create.click();
    await expect(page.getByText('Ready with warnings').first()).toBeVisible();
    await page.getByRole('tab', { name: 'YAML' }).click();
    await expect(page.getByText('kind: StorageMap')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a map that a plan uses stays; one that nobody uses goes', async () => {
    await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['web-01'] });
    await networks.gotoList(project);
    await page.getByRole('button', { name: 'Actions for wave-1-network', exact: true }).click();
    await expect(page.getByRole('menuitem', { name: /^Delete/ })).toContainText('1 plan uses it.');
    await page.keyboard.press('Escape');
    await networks.maps.choose('early', /^Delete/);
    const question = new Question(page, 'Delete network map early?');
    await expectAccessible(page);
    await question.answer('Delete network map').click();
    await expect(networks.maps.row('early')).toHaveCount(0);
    expect(await namesOf(client, project, 'networkmaps')).not.toContain('early');
  });

  await test.step('the source knows who uses its networks, and its tree leads to machines', async () => {
    const provider = new ProviderPage(page);
    await provider.gotoTab(project, 'vcenter-a', 'networks');
    const backup = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Backup' }) });
    await expect(backup.getByRole('link', { name: 'shared' })).toBeVisible();
    await provider.gotoTab(project, 'vcenter-a', 'tree');
    await expect(page.getByRole('tree')).toContainText('Production');
    await expectAccessible(page);
    const link = page.getByRole('link', { name: / VMs of Production$/ });
    const count = (await link.innerText()).split(' ')[0] ?? '';
    await link.click();
    await expect(page.getByText(new RegExp(`^${count} of `))).toBeVisible();
  });

  await endsWell();
});
