import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppProcess, AppStartError } from './app-process.js';
import {
  STACK_APPS,
  STACK_AUTHORITIES,
  prefixOf,
  type StackApp,
  type StackAuthority,
  type StackPorts,
} from './apps.js';
import { findFreePorts } from './ports.js';

const READY_ATTEMPTS = 300;
const READY_PAUSE_MS = 50;

type Variables = Readonly<Record<string, string>>;

export interface StackOptions {
  /** Root of the checkout, where `dist/` and `contracts/` are. */
  readonly root: string;
  /** Free ones are looked for when not given. */
  readonly ports?: StackPorts;
  /** ISO 8601 instant at which the clocks of the rules stand still. */
  readonly frozenAt?: string;
  /** Variables per app, on top of what the stack needs. */
  readonly variables?: Partial<Readonly<Record<StackApp, Variables>>>;
  /** Another program in place of an app, relative to `dist/`; for mutants. */
  readonly entries?: Partial<Readonly<Record<StackApp, string>>>;
  /** Addresses at which the gateway finds authorities instead of the stack's own; for proxies in between. */
  readonly authorityUrls?: Partial<Readonly<Record<StackAuthority, string>>>;
  /** Told every line that an app says. */
  readonly onLine?: (app: StackApp, line: string) => void;
}

/** What is different about an app that is started again. */
export interface AppChange {
  /** Another program, relative to `dist/`. */
  readonly entry?: string;
  readonly variables?: Variables;
}

export interface StackUrls extends Readonly<Record<StackApp, string>> {
  readonly operations: string;
  readonly control: string;
}

/** All apps as processes of their own, wired to each other over HTTP. */
export class RunningStack implements AsyncDisposable {
  private constructor(
    readonly urls: StackUrls,
    /** Keys and other files of this run; gone when it stops. */
    readonly folder: string,
    private readonly ports: StackPorts,
    private readonly launch: (app: StackApp, change?: AppChange) => AppProcess,
    private readonly processes: Map<StackApp, AppProcess>,
  ) {}

  /** Errors: `AppStartError` with what the app said; whatever has started is stopped. */
  static async start(options: StackOptions): Promise<RunningStack> {
    const ports = options.ports ?? (await findFreePorts());
    mkdirSync(path.join(options.root, '.run'), { recursive: true });
    const folder = mkdtempSync(path.join(options.root, '.run', 'stack-'));
    // Keys do not stay behind, however this process ends.
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    for (const authority of STACK_AUTHORITIES)
      writeFileSync(path.join(folder, `${authority}.key`), randomBytes(32).toString('base64'), { mode: 0o600 });
    writeFileSync(path.join(folder, 'reference.key'), randomBytes(32).toString('base64'), { mode: 0o600 });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(path.join(folder, 'signing.jwk'), JSON.stringify(privateKey.export({ format: 'jwk' })), {
      mode: 0o600,
    });
    const urls = urlsOf(ports);
    const launch = (app: StackApp, change: AppChange = {}) => {
      const entry = path.join(
        options.root,
        'dist',
        change.entry ?? options.entries?.[app] ?? `apps/${app}/src/main.js`,
      );
      const environment = { ...environmentOf(app, options, ports, urls, folder), ...change.variables };
      return new AppProcess(app, entry, environment, options.root, (line) => options.onLine?.(app, line));
    };
    const processes = new Map(STACK_APPS.map((app) => [app, launch(app)]));
    const stack = new RunningStack(urls, folder, ports, launch, processes);
    try {
      await Promise.all([...processes.values()].map((process) => process.untilListening()));
      await Promise.all(STACK_AUTHORITIES.map((authority) => stack.untilReady(authority)));
      return stack;
    } catch (thrown) {
      await stack.stop();
      throw thrown;
    }
  }

  process(app: StackApp): AppProcess {
    const process = this.processes.get(app);
    if (process === undefined) throw new TypeError(`no such app: ${app}`);
    return process;
  }

  /** Stops an app and starts it again, as another program or with other variables if said so. */
  async restart(app: StackApp, change: AppChange = {}): Promise<void> {
    const before = this.process(app);
    await before.stop();
    if (this.process(app) !== before) throw new Error(`${app} is being started again already`);
    const process = this.launch(app, change);
    process.lines.unshift(...before.lines);
    this.processes.set(app, process);
    await process.untilListening();
    await this.untilReady(app);
  }

  /** Apps listen before they are ready: a subgraph first needs the keys of the gateway. */
  private async untilReady(app: StackApp): Promise<void> {
    for (let attempt = 0; attempt < READY_ATTEMPTS; attempt += 1) {
      const { status } = await fetch(`${this.urls[app]}/health/ready`);
      if (status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS));
    }
    throw new AppStartError(app, [...this.process(app).lines, `${app} listens, but does not become ready`]);
  }

  /** Where the subgraphs show their metrics. */
  get metricsUrls(): readonly string[] {
    return [this.ports.CPR_METRICS_PORT, this.ports.UDK_METRICS_PORT, this.ports.SKAT_METRICS_PORT].map(at);
  }

  /** All that all apps have said so far. */
  output(): string[] {
    return [...this.processes.values()].flatMap(({ lines }) => lines);
  }

  /** Resolves when any app ends by itself, with its name. */
  async untilAnyExit(): Promise<StackApp> {
    return Promise.race([...this.processes].map(([app, process]) => process.untilExit().then(() => app)));
  }

  /** Stops the gateway first, so that it can finish what it is doing. Returns the exit codes. */
  async stop(): Promise<ReadonlyMap<StackApp, number | null>> {
    const codes = new Map<StackApp, number | null>([['gateway', await this.process('gateway').stop()]]);
    const others = STACK_APPS.filter((app) => app !== 'gateway');
    await Promise.all(others.map(async (app) => codes.set(app, await this.process(app).stop())));
    rmSync(this.folder, { recursive: true, force: true });
    return codes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

const at = (port: number) => `http://127.0.0.1:${port}`;

function urlsOf(ports: StackPorts): StackUrls {
  return {
    gateway: at(ports.GATEWAY_PORT),
    operations: at(ports.GATEWAY_OPERATIONS_PORT),
    cpr: at(ports.CPR_PORT),
    'udbetaling-danmark': at(ports.UDK_PORT),
    skat: at(ports.SKAT_PORT),
    'test-mitid': at(ports.TEST_MITID_PORT),
    'test-sources': at(ports.TEST_SOURCES_PORT),
    control: at(ports.TEST_SOURCES_CONTROL_PORT),
  };
}

function environmentOf(
  app: StackApp,
  options: StackOptions,
  ports: StackPorts,
  urls: StackUrls,
  folder: string,
): Record<string, string> {
  const prefix = prefixOf(app);
  const ownPorts = Object.entries(ports).filter(([name]) => ownerOf(name) === app);
  const frozen = app === 'test-mitid' ? undefined : options.frozenAt;
  return {
    // Nothing else of our own environment: what an app knows, it was told.
    NODE_ENV: 'development',
    ...Object.fromEntries(ownPorts.map(([name, port]) => [name, String(port)])),
    ...(frozen === undefined ? {} : { [`${prefix}_CLOCK_FROZEN_AT`]: frozen }),
    ...wiringOf(app, options, urls, folder),
    ...options.variables?.[app],
  };
}

function ownerOf(portName: string): StackApp | undefined {
  const byLength = STACK_APPS.toSorted((a, b) => prefixOf(b).length - prefixOf(a).length);
  return byLength.find((app) => portName.startsWith(`${prefixOf(app)}_`));
}

function wiringOf(app: StackApp, options: StackOptions, urls: StackUrls, folder: string): Variables {
  switch (app) {
    case 'gateway':
      return {
        GATEWAY_PUBLIC_URL: urls.gateway,
        GATEWAY_IDP_ISSUER: urls['test-mitid'],
        GATEWAY_RECORD_OWNER_KEYS_DIR: folder,
        // Given, so that a gateway that is started again is the same one to everybody.
        GATEWAY_SIGNING_KEY_FILE: path.join(folder, 'signing.jwk'),
        GATEWAY_REFERENCE_KEY_FILE: path.join(folder, 'reference.key'),
        GATEWAY_AUTHORITY_URLS: STACK_AUTHORITIES.map(
          (name) => `${name}=${options.authorityUrls?.[name] ?? `${urls[name]}/graphql`}`,
        ).join(','),
      };
    case 'cpr':
    case 'udbetaling-danmark':
    case 'skat': {
      const prefix = prefixOf(app);
      return {
        [`${prefix}_GATEWAY_ISSUER`]: urls.gateway,
        [`${prefix}_GATEWAY_JWKS_URL`]: `${urls.gateway}/.well-known/jwks.json`,
        [`${prefix}_RECORD_OWNER_KEY_FILE`]: path.join(folder, `${app}.key`),
        [`${prefix}_SOURCE_URL`]: urls['test-sources'],
      };
    }
    case 'test-mitid':
      return {
        TEST_MITID_ISSUER: urls['test-mitid'],
        TEST_MITID_PLAYGROUND_REDIRECT_URIS: `${urls.gateway}/playground/callback`,
      };
    case 'test-sources':
      return {};
  }
}
