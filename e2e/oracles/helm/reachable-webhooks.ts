import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';

// Helm's post-renderer: a control plane without nodes has no way to a Service, so its webhooks are called at the
// address of this machine at which the test starts the service. Nothing else of the chart is touched.

interface Configuration {
  kind?: string;
  webhooks?: { clientConfig: { service?: { path: string }; url?: string } }[];
}

const [, , port = ''] = process.argv;
for (const document of parseAllDocuments(await text(process.stdin))) {
  const object = document.toJS() as Configuration | null;
  if (object === null) continue;
  for (const { clientConfig } of object.webhooks ?? []) {
    clientConfig.url = `https://127.0.0.1:${port}${clientConfig.service?.path ?? ''}`;
    delete clientConfig.service;
  }
  // JSON is YAML to every reader, old and new.
  process.stdout.write(`---\n${JSON.stringify(object)}\n`);
}
