import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import {
  addressesIn,
  APPS,
  AUTHORITIES,
  compose,
  defaultPortsOf,
  healthAddressOf,
  mainPortOf,
  pathsOf,
  portsOf,
  serviceOf,
  valuesOf,
  variableOf,
} from './packaging/compose-file.js';
import { lastStage, textsOf } from './packaging/dockerfile.js';
import { packagesUsedFrom } from './packaging/packages-used.js';
import { read, root } from './packaging/repository.js';

/** No container engine is needed here: compose file and Dockerfile are read and compared with what the apps really take. */

const { keys = serviceOf('keys'), ...appServices } = compose.services;

describe('docker-compose.yml', () => {
  it('holds every app, and besides them only the one that makes the keys', () => {
    const apps = globSync('apps/*/src/main.ts', { cwd: root }).map((file) => file.split('/')[1]);
    expect(Object.keys(appServices).toSorted()).toEqual(apps.toSorted());
    expect(Object.keys(appServices).toSorted()).toEqual(APPS.toSorted());
    expect(keys).toMatchObject({ restart: 'no', network_mode: 'none', ports: [], environment: {} });
  });

  it('is read without a warning', () => {
    const { errors, warnings } = parseDocument(read('docker-compose.yml'), { merge: true });
    expect([...errors, ...warnings]).toEqual([]);
  });

  describe.each(APPS)('%s', (app) => {
    const service = serviceOf(app);

    it('runs that app', () => {
      expect(service.command).toEqual([`dist/apps/${app}/src/main.js`]);
    });

    it('gets variables that the app knows, all that it requires, and values that it accepts', () => {
      expect(() => valuesOf(app)).not.toThrow();
    });

    it('listens on its default ports, where its neighbours reach it', () => {
      expect(portsOf(app)).toEqual(defaultPortsOf(app));
      expect(variableOf(app, 'HOST')).toBe('0.0.0.0');
    });

    it('publishes nothing but its main port, under the same number', () => {
      const published = `127.0.0.1:${mainPortOf(app)}:${mainPortOf(app)}`;
      expect(service.ports.filter((port) => port !== published)).toEqual([]);
    });

    it('is asked for its health on a port and path of its own', () => {
      const { hostname, port, pathname } = healthAddressOf(app);
      expect(hostname).toBe('127.0.0.1');
      expect(Object.values(portsOf(app))).toContain(Number(port));
      expect(pathsOf(app)).toContain(pathname);
    });

    it('names only neighbours that it can reach, at the ports on which they listen', () => {
      const neighbours = addressesIn(app).filter(({ hostname }) => hostname !== '127.0.0.1');
      for (const { hostname, port } of neighbours) {
        expect(Number(port)).toBe(mainPortOf(hostname));
        expect(service.networks.filter((network) => serviceOf(hostname).networks.includes(network))).not.toEqual([]);
      }
    });

    it('names addresses of the citizen’s browser only where a port is published', () => {
      const published = Object.values(appServices).flatMap(({ ports }) => ports);
      const seenFromOutside = addressesIn(app).filter(({ hostname }) => hostname === '127.0.0.1');
      for (const { port } of seenFromOutside) expect(published).toContain(`127.0.0.1:${port}:${port}`);
    });

    it('mounts volumes read-only, after they have been filled', () => {
      for (const [name = '', target, mode] of service.volumes.map((volume) => volume.split(':'))) {
        expect(compose.volumes).toHaveProperty([name]);
        expect(mode).toBe('ro');
        expect(keys.volumes).toContain(`${name}:${target}`);
        expect(service.depends_on).toHaveProperty(['keys']);
      }
    });
  });

  it('takes out of production what must not run there, and nothing else', () => {
    const development = APPS.filter((app) => serviceOf(app).environment['NODE_ENV'] !== undefined);
    expect(development.toSorted()).toEqual(['gateway', 'test-mitid', 'test-sources']);
  });

  it.each([...AUTHORITIES, 'test-sources'])('gives %s no way out and nobody a way in', (app) => {
    for (const network of serviceOf(app).networks) expect(compose.networks[network]).toEqual({ internal: true });
    expect(serviceOf(app).ports).toEqual([]);
  });

  it('connects the gateway to every authority that has a contract', () => {
    const contracts = globSync('contracts/*/contract.yaml', { cwd: root })
      .map((file) => path.basename(path.dirname(file)))
      .filter((name) => name !== 'gateway');
    const urls = z.map(z.string(), z.string()).parse(valuesOf('gateway')['GATEWAY_AUTHORITY_URLS']);

    expect([...urls.keys()].toSorted()).toEqual(contracts.toSorted());
    for (const [name, url] of urls) expect(url).toBe(`http://${name}:${mainPortOf(name)}/graphql`);
  });

  it('lets both sides of a token agree on who issues it and where the keys are', () => {
    const issuer = variableOf('gateway', 'PUBLIC_URL');
    for (const app of AUTHORITIES) {
      expect(variableOf(app, 'GATEWAY_ISSUER')).toBe(issuer);
      expect(variableOf(app, 'GATEWAY_JWKS_URL')).toBe(`http://gateway:${mainPortOf('gateway')}/.well-known/jwks.json`);
    }
    expect(variableOf('test-mitid', 'ISSUER')).toBe(variableOf('gateway', 'IDP_ISSUER'));
    expect(variableOf('gateway', 'IDP_JWKS_URL')).toBe(`http://test-mitid:${mainPortOf('test-mitid')}/jwks`);
  });

  it('has time to stop before it is made to', () => {
    const drainMs = Number(valuesOf('gateway')['GATEWAY_DRAIN_MS']);
    expect(Number.parseInt(serviceOf('gateway').stop_grace_period, 10) * 1_000).toBeGreaterThan(drainMs + 5_000);
  });
});

describe('the keys of the compose file', () => {
  function makeKeysIn(folder: string): Readonly<Record<string, string>> {
    const [script = '', , ...authorities] = keys.command;
    execFileSync(process.execPath, [path.join(root, script), folder, ...authorities]);
    const files = globSync('**/*.key', { cwd: folder }).toSorted();
    return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
  }

  it('are made once, one per authority and the same for both sides', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
    try {
      const made = makeKeysIn(folder);

      expect(makeKeysIn(folder)).toEqual(made);
      expect(Object.keys(made)).toEqual(
        AUTHORITIES.flatMap((name) => [`gateway/${name}.key`, `${name}/${name}.key`]).toSorted(),
      );
      for (const key of Object.values(made)) expect(Buffer.from(key, 'base64')).toHaveLength(32);
      for (const file of Object.keys(made)) expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o400);
      for (const name of AUTHORITIES) expect(made[`gateway/${name}.key`]).toBe(made[`${name}/${name}.key`]);
      expect(new Set(Object.values(made)).size).toBe(AUTHORITIES.length);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are where the apps look for them, and an authority has no key but its own', () => {
    expect(keys.command).toEqual(['docker/make-keys.mjs', '/keys', ...AUTHORITIES]);
    expect(variableOf('gateway', 'RECORD_OWNER_KEYS_DIR')).toBe('/keys/gateway');
    for (const app of AUTHORITIES) {
      expect(variableOf(app, 'RECORD_OWNER_KEY_FILE')).toBe(`/keys/${app}/${app}.key`);
      expect(serviceOf(app).volumes).toEqual([`keys-${app}:/keys/${app}:ro`]);
    }
  });
});

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});
const manifest = Manifest.parse(JSON.parse(read('package.json')));

describe('Dockerfile', () => {
  const [user = ''] = textsOf('USER', lastStage);

  it('uses the Node that the project pins, in every stage', () => {
    const [pinned, ...others] = new Set(Object.values(manifest.optionalDependencies));
    expect(others).toEqual([]);
    expect(textsOf('FROM').length).toBeGreaterThan(1);
    for (const from of textsOf('FROM')) expect(from.split('-')[0]).toBe(`node:${pinned}`);
  });

  it('installs from the lock file only, without install scripts', () => {
    const commands = textsOf('RUN').join('\n');
    expect(commands.match(/npm ci/g)).toHaveLength(2);
    expect(commands).not.toMatch(/npm (i|install|update)\b/);
    for (const copy of textsOf('COPY').filter((text) => text.includes('package-lock.json')))
      expect(copy).toContain('.npmrc');
    expect(read('.npmrc')).toContain('ignore-scripts=true');
  });

  it('runs as somebody without rights, whoever builds on it', () => {
    const order = lastStage.map(({ name }) => name);
    expect(textsOf('USER', lastStage)).toHaveLength(1);
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(order.indexOf('USER')).toBeGreaterThan(order.lastIndexOf('COPY'));
    expect(order.indexOf('USER')).toBeGreaterThan(order.lastIndexOf('RUN'));
  });

  it('runs the gateway in production mode unless told otherwise', () => {
    expect(textsOf('ENV', lastStage)).toEqual(['NODE_ENV=production']);
    expect(textsOf('ENTRYPOINT', lastStage)).toEqual(['["node", "--enable-source-maps"]']);
    expect(textsOf('CMD', lastStage)).toEqual([JSON.stringify(serviceOf('gateway').command)]);
    expect(textsOf('EXPOSE', lastStage)).toEqual([String(mainPortOf('gateway'))]);
    expect(textsOf('HEALTHCHECK', lastStage)).toEqual([
      expect.stringContaining(`"${healthAddressOf('gateway').href}"`),
    ]);
  });

  it('copies what exists and what .dockerignore lets through', () => {
    const rules = read('.dockerignore').split('\n');
    const copied = textsOf('COPY')
      .filter((text) => !text.startsWith('--from='))
      .flatMap((text) => text.split(' ').slice(0, -1));
    for (const source of copied) {
      expect(existsSync(path.join(root, source))).toBe(true);
      expect(rules).toContain(`!${source}`);
    }
  });

  it('brings no secret', () => {
    expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['*', '**/.env', '**/*.key']));
    expect([...textsOf('ARG'), ...textsOf('ADD')]).toEqual([]);
  });

  it('owns the folders in which keys are mounted', () => {
    const install = textsOf('RUN', lastStage).find((text) => text.startsWith('install -d')) ?? '';
    for (const volume of keys.volumes) expect(install.split(' ')).toContain(volume.split(':')[1]);
    expect(install).toContain(`-o ${user.split(':')[0]} `);
  });

  it('leaves out no package that an app needs to run', () => {
    const used = new Set(APPS.flatMap((app) => [...packagesUsedFrom(`apps/${app}/src/main.ts`)]));
    expect(used.size).toBeGreaterThan(10);
    expect([...used].filter((name) => !Object.hasOwn(manifest.dependencies, name))).toEqual([]);
  });
});
