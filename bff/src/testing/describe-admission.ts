import { afterAll, beforeAll, describe, it } from 'vitest';
import { AdmissionScene } from './admission-scene.ts';
import { apiServers, type ApiServer } from './api-servers.ts';

/** The cases on every API server that there is, with a scene on each. */
export function describeAdmission(what: string, cases: (scene: () => AdmissionScene) => void): void {
  describe.each(apiServers)(`${what} and $name`, ({ open, missing }) => {
    if (missing) {
      it.skip('not run: GANTRY_ORACLE_URL is not set');
      return;
    }
    let server: ApiServer;
    let scene: AdmissionScene;
    beforeAll(async () => {
      server = await open();
      scene = await AdmissionScene.start(server);
    });
    afterAll(async () => {
      await scene.cluster.stop();
      await server.close();
    });
    cases(() => scene);
  });
}
