import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { Body, Controller, Headers, Module, Post, Res, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Response } from 'express';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import { jest } from '@jest/globals';
import type * as Monaco from 'monaco-editor';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { PlaygroundModule } from '../src/playground/playground.module.js';
import { faintTextsOf, type FaintText } from './playground/contrast.js';
import { FakeProvider } from './playground/fake-provider.js';
import { RunningBrowser } from './playground/running-browser.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const OVERVIEW = readFileSync(path.join(ROOT, 'contracts/operations/personal-overview.graphql'), 'utf8');
const CLIENT_ID = 'mit-overblik-playground';
const DEFERRED = readFileSync(path.join(ROOT, 'contracts/operations/personal-overview-deferred.graphql'), 'utf8');
const SOURCES = [
  {
    authority: 'cpr',
    name: { da: 'CPR-registeret', en: 'Civil Registration System' },
    state: 'FETCHED',
    fetchedAt: '2024-11-23T13:32:05Z',
    retryAt: null,
    affects: ['me.person'],
    missing: [],
    code: null,
    text: null,
    selfService: { da: 'https://www.borger.dk/', en: 'https://lifeindenmark.borger.dk/' },
  },
  {
    authority: 'udbetaling-danmark',
    name: { da: 'Udbetaling Danmark', en: 'Udbetaling Danmark' },
    state: 'EMPTY',
    fetchedAt: '2024-11-23T13:32:05Z',
    retryAt: null,
    affects: ['me.benefits', 'me.payments'],
    missing: [],
    code: null,
    text: { da: 'Du får ingen ydelser.', en: 'You receive no benefits.' },
    selfService: { da: 'https://www.borger.dk/', en: 'https://lifeindenmark.borger.dk/' },
  },
  {
    authority: 'skat',
    name: { da: 'Skatteforvaltningen', en: 'Danish Tax' },
    state: 'UNAVAILABLE',
    fetchedAt: null,
    retryAt: '2024-11-23T13:33:00Z',
    affects: ['me.claimsUnderCollection'],
    missing: ['me.claimsUnderCollection'],
    code: 'AUTHORITY_TIMEOUT',
    text: {
      da: 'Vi kan ikke hente dine oplysninger fra Skat lige nu. Det betyder ikke, at din gæld er 0 kr.',
      en: 'We cannot get your information from Skat right now. It does not mean that your debt is 0 kr.',
    },
    selfService: { da: 'https://skat.dk/', en: 'https://skat.dk/en-us/' },
  },
];
const ME = {
  id: 'urn:session:1',
  person: { name: { full: 'Åse Sjøgræs' } },
  benefits: [],
  claimsUnderCollection: null,
};
const ERROR = {
  message: 'The authority did not answer within its time limit.',
  path: ['me', 'claimsUnderCollection'],
  extensions: { code: 'AUTHORITY_TIMEOUT', authority: 'skat' },
};
const EXTENSIONS = { transactionId: '5d0f6b3e-0000-4000-8000-000000000001' };
const ANSWER = { data: { me: ME, sources: SOURCES }, errors: [ERROR], extensions: EXTENSIONS };
/** The same in parts. */
const [FIRST, ...LATER] = [
  { data: { me: { id: ME.id } }, extensions: EXTENSIONS, hasNext: true },
  { incremental: [{ label: 'cpr', path: ['me'], data: { person: ME.person } }], hasNext: true },
  {
    incremental: [
      { label: 'udbetaling-danmark', path: ['me'], data: { benefits: [] } },
      { label: 'skat', path: ['me'], data: { claimsUnderCollection: null }, errors: [ERROR] },
    ],
    hasNext: true,
  },
  { incremental: [{ label: 'sources', path: [], data: { sources: SOURCES } }], hasNext: false },
];

/** What the sandbox was asked, and the token it accepts. */
const sandbox = {
  accepts: '',
  requests: 0,
  queries: [] as string[],
  schema: undefined as GraphQLSchema | undefined,
  answer: ANSWER as object,
  /** Whether the reader's client said that it takes parts with paths. */
  takesParts: false,
  /** Sends the next part of an answer, if one is held back. */
  release: () => undefined as void,
};

/** Part by part, each when the test wants it. */
async function sendParts(response: Response, parts: readonly object[]): Promise<void> {
  response.type('multipart/mixed; boundary="-"; deferSpec=20220824');
  response.write('\r\n---');
  for (const [index, part] of parts.entries()) {
    const end = index === parts.length - 1 ? '--\r\n' : '';
    response.write(`\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(part)}\r\n---${end}`);
    if (end === '') await new Promise<void>((resolve) => (sandbox.release = resolve));
  }
  response.end();
}

@Controller('sandbox/graphql')
class FakeSandboxController {
  @Post()
  async answer(
    @Headers('authorization') token: string | undefined,
    @Headers('accept') accept: string | undefined,
    @Body() body: { query: string },
    @Res() response: Response,
  ): Promise<void> {
    sandbox.requests++;
    if (token !== `Bearer ${sandbox.accepts}`) {
      response
        .status(401)
        .json({ errors: [{ message: 'The access token is not valid here.', extensions: { code: 'TOKEN_INVALID' } }] });
    } else if (body.query.includes('__schema') && sandbox.schema) {
      response.json(await graphql({ schema: sandbox.schema, source: body.query }));
    } else {
      sandbox.queries.push(body.query);
      sandbox.takesParts = accept?.startsWith('multipart/mixed;deferSpec=20220824,') === true;
      if (body.query.includes('@defer')) await sendParts(response, [FIRST!, ...LATER]);
      else response.json(sandbox.answer);
    }
  }
}

@Module({ controllers: [FakeSandboxController] })
class FakeSandboxModule {}

/** The schema that a reader sees, so that the editor can judge the overview query. */
function schemaOfContracts(): GraphQLSchema {
  const folder = path.join(ROOT, 'contracts');
  const names = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'operations',
  );
  const { schema, errors } = composeServices(
    names.map(({ name }) => ({
      name,
      typeDefs: parse(readFileSync(path.join(folder, name, 'schema.graphql'), 'utf8')),
    })),
  );
  if (!schema) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return schema.toAPISchema().toGraphQLJSSchema({ includeDefer: true });
}

const REPORT_POLICY_VIOLATIONS =
  "document.addEventListener('securitypolicyviolation', (v) => console.error('CSP', v.violatedDirective, v.blockedURI))";

/** A page that keeps account of everything that must not happen on it. */
class WatchedPage {
  readonly foreignRequests: string[] = [];
  readonly problems: string[] = [];
  readonly addresses: string[] = [];
  private readonly workers: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  static async open(allowed: readonly string[], options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const context = await running.browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const watched = new WatchedPage(page, context);
    context.on('request', (request) => {
      watched.addresses.push(request.url());
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:' && protocol !== 'blob:' && !allowed.includes(origin))
        watched.foreignRequests.push(request.url());
    });
    context.on('response', (response) => {
      if (response.status() >= 400) watched.problems.push(`${response.status()} ${response.url()}`);
    });
    context.on('requestfailed', (request) => {
      // Aborted: what was still loading when the page went to the login.
      const reason = request.failure()?.errorText;
      if (reason !== 'net::ERR_ABORTED') watched.problems.push(`${reason} ${request.url()}`);
    });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) watched.problems.push(message.text());
    });
    page.on('pageerror', (error) => watched.problems.push(error.message));
    page.on('worker', (worker) => watched.workers.push(new URL(worker.url()).pathname));
    await page.addInitScript({ content: REPORT_POLICY_VIOLATIONS });
    return watched;
  }

  /** Waits until a worker of each name runs. */
  async workersStarted(...names: RegExp[]): Promise<void> {
    for (const name of names) {
      if (!this.workers.some((worker) => name.test(worker)))
        await this.page.waitForEvent('worker', (worker) => name.test(worker.url()));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
  }
}

jest.setTimeout(30_000);

const editor = (page: Page) => page.locator('.graphiql-query-editor .view-line').first();
const runButton = (page: Page) => page.getByRole('button', { name: /execute query/i });
const result = (page: Page) => page.getByRole('region', { name: 'Result Window' });
/** The whole text of an editor; on the page only the visible lines are elements. */
function textOf(page: Page, name: string): Promise<string | undefined> {
  return page.evaluate((wanted) => {
    const { __MONACO: monaco } = globalThis as unknown as { __MONACO: typeof Monaco };
    return monaco.editor
      .getModels()
      .find((model) => model.uri.path.endsWith(wanted))
      ?.getValue();
  }, name);
}

/** What the editor's GraphQL worker finds wrong with the query. */
function problemsInEditor(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { __MONACO: monaco } = globalThis as unknown as { __MONACO: typeof Monaco };
    return monaco.editor.getModelMarkers({}).map(({ message }) => message);
  });
}

async function logIn(page: Page): Promise<void> {
  await page.goto(`${gateway}/playground`);
  await page.getByRole('button', { name: 'Log in as a test person' }).click();
  await page.getByText('Logged in as parent').waitFor();
  await editor(page).waitFor();
}

let running: RunningBrowser;
let provider: FakeProvider;
let app: INestApplication;
let gateway: string;

beforeAll(async () => {
  // Apart from Jest, whose module realm the bundler's native parts do not accept.
  execFileSync(process.execPath, [path.join(ROOT, 'tools/build-playground.mjs')]);
  sandbox.schema = schemaOfContracts();
  provider = await FakeProvider.start(CLIENT_ID, 'parent');
  @Module({
    imports: [
      FakeSandboxModule,
      PlaygroundModule.register({
        playgroundDir: path.join(ROOT, 'dist/playground'),
        issuer: provider.issuer,
        clientId: CLIENT_ID,
        sandboxPath: '/sandbox/graphql',
      }),
    ],
  })
  class TestGatewayModule {}
  app = await NestFactory.create(TestGatewayModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  gateway = await app.getUrl();
  running = await RunningBrowser.start();
}, 60_000);

afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
  await app?.close();
  await provider?.[Symbol.asyncDispose]();
}, 20_000);

beforeEach(() => {
  sandbox.queries.length = 0;
  sandbox.requests = 0;
  sandbox.accepts = provider.accessToken;
  sandbox.answer = ANSWER;
  provider.exchanges = 0;
  provider.answersWith = 'code';
});

describe('the playground in a browser', () => {
  it('starts its editors and workers from its own files and opens with the overview query', async () => {
    await using watched = await WatchedPage.open([gateway]);
    const { page } = watched;

    await page.goto(`${gateway}/playground`);
    await editor(page).waitFor();
    await watched.workersStarted(/editor\.worker/, /json\.worker/, /graphql\.worker/);

    expect(await textOf(page, 'operation.graphql')).toBe(OVERVIEW);
    expect(await page.title()).toBe('Playground – Mit Overblik gateway');
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(watched.foreignRequests).toEqual([]);
    expect(watched.problems).toEqual([]);
  });

  it('is stopped by its policy from talking to anybody else', async () => {
    await using watched = await WatchedPage.open([gateway]);
    const { page } = watched;
    await page.goto(`${gateway}/playground`);

    const reported = page.waitForEvent('console', (message) => message.text().startsWith('CSP'));
    const outcome = await page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')");

    expect(outcome).toBe('refused');
    expect((await reported).text()).toBe('CSP connect-src http://127.0.0.1:9/');
    expect(watched.foreignRequests).toEqual([]);
    expect(watched.problems).not.toEqual([]);
  });

  it('sends nothing before login and says why', async () => {
    await using watched = await WatchedPage.open([gateway]);
    const { page } = watched;
    await page.goto(`${gateway}/playground`);
    await editor(page).waitFor();

    await runButton(page).click();
    await result(page).getByText('nobody is logged in').waitFor();

    expect(sandbox.requests).toBe(0);
    expect(watched.problems).toEqual([]);
  });

  it('logs in as a test person, runs the overview and shows what each authority answered', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;

    await logIn(page);
    await runButton(page).click();
    await page.getByText('2 of 3 authorities answered in full').waitFor();

    expect(sandbox.queries).toEqual([OVERVIEW]);
    expect(JSON.parse((await textOf(page, 'response.json')) ?? '')).toEqual(ANSWER);
    const skat = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Danish Tax' }) });
    expect((await skat.innerText()).replaceAll(/\s+/g, ' ')).toBe(
      'Danish Tax Not fetched skat UNAVAILABLE AUTHORITY_TIMEOUT again from 23 Nov 2024, 14:33:00 ' +
        'Vi kan ikke hente dine oplysninger fra Skat lige nu. Det betyder ikke, at din gæld er 0 kr. ' +
        'We cannot get your information from Skat right now. It does not mean that your debt is 0 kr. ' +
        'Missing me.claimsUnderCollection The authority’s own page',
    );
    expect(await skat.locator('[lang=da]').count()).toBe(1);
    expect(await problemsInEditor(page)).toEqual([]);
    expect(watched.foreignRequests).toEqual([]);
    expect(watched.problems).toEqual([]);
  });

  it('shows the sections of an answer as they come, and the sources with the last', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;
    const shown = async () => JSON.parse((await textOf(page, 'response.json')) ?? '') as { data: { me: object } };
    await logIn(page);
    await page.getByRole('tab', { name: 'PersonalOverviewDeferred' }).click();

    await runButton(page).click();
    await page.getByText('More is on its way').waitFor();
    expect(sandbox.takesParts).toBe(true);
    expect(sandbox.queries).toEqual([DEFERRED]);
    expect(await shown()).toEqual({ data: { me: { id: ME.id } }, extensions: EXTENSIONS });

    sandbox.release();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^cpr after \d+ ms$/ })
      .waitFor();
    expect((await shown()).data.me).toEqual({ id: ME.id, person: ME.person });

    sandbox.release();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^skat after \d+ ms$/ })
      .waitFor();
    expect(await page.getByRole('heading', { name: 'Danish Tax' }).count()).toBe(0);

    sandbox.release();
    await page.getByText('2 of 3 authorities answered in full').waitFor();
    expect(await shown()).toEqual(ANSWER);
    expect(await problemsInEditor(page)).toEqual([]);
    expect(watched.problems).toEqual([]);
  });

  it('says how to see the sources when the query does not ask for them', async () => {
    sandbox.answer = { data: { me: ME }, extensions: EXTENSIONS };
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;

    await logIn(page);
    await runButton(page).click();

    await page.getByText('This query does not ask for the sources.').waitFor();
  });

  it('asks for a code with PKCE and keeps the token out of addresses and storage', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;

    await logIn(page);
    await runButton(page).click();
    await page.getByText('authorities answered in full').waitFor();

    expect(Object.fromEntries(provider.logins.at(-1) ?? [])).toMatchObject({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: `${gateway}/playground/callback`,
      code_challenge_method: 'S256',
      prompt: 'login',
    });
    expect(page.url()).toBe(`${gateway}/playground`);
    expect(watched.addresses.filter((address) => address.includes(provider.accessToken))).toEqual([]);
    expect(await page.evaluate('[{ ...localStorage }, { ...sessionStorage }, document.cookie]')).toEqual([{}, {}, '']);
  });

  it('keeps an edited query over the login', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;
    await page.goto(`${gateway}/playground`);
    await editor(page).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('query Mine { me { id } }');
    await page.getByRole('tab', { name: 'Mine' }).waitFor();

    await page.getByRole('button', { name: 'Log in as a test person' }).click();
    await page.getByText('Logged in as parent').waitFor();
    await editor(page).waitFor();

    expect(await textOf(page, 'operation.graphql')).toBe('query Mine { me { id } }');
  });

  it('keeps the query of the tab that is open over the login', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;
    await page.goto(`${gateway}/playground`);
    await page.getByRole('tab', { name: 'PersonalOverviewDeferred' }).click();

    await page.getByRole('button', { name: 'Log in as a test person' }).click();
    await page.getByText('Logged in as parent').waitFor();
    await editor(page).waitFor();

    expect(await textOf(page, 'operation.graphql')).toBe(DEFERRED);
  });

  it('forgets the person at logout', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;
    await logIn(page);
    await runButton(page).click();
    await page.getByText('authorities answered in full').waitFor();
    const requestsBefore = sandbox.requests;

    await page.getByRole('button', { name: 'Log out' }).click();
    await editor(page).waitFor();
    await runButton(page).click();
    await result(page).getByText('nobody is logged in').waitFor();

    expect(await page.getByRole('heading', { name: 'Danish Tax' }).count()).toBe(0);
    expect(sandbox.requests).toBe(requestsBefore);
  });

  it('says in words that the gateway no longer accepts the login', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;
    await logIn(page);
    sandbox.accepts = 'another token';

    await runButton(page).click();
    await result(page).getByText('The login has ended').waitFor();

    expect(await textOf(page, 'response.json')).toContain('TOKEN_INVALID');
  });

  it('says in words that the login was cancelled, and stays usable', async () => {
    provider.answersWith = 'access_denied';
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;
    await page.goto(`${gateway}/playground`);

    await page.getByRole('button', { name: 'Log in as a test person' }).click();
    await page.getByRole('alert').getByText('The login was cancelled.').waitFor();

    expect(page.url()).toBe(`${gateway}/playground`);
    expect(await page.getByRole('button', { name: 'Log in as a test person' }).isVisible()).toBe(true);
  });

  it('refuses an answer to a login that was not started here', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;

    await page.goto(`${gateway}/playground/callback?code=stolen&state=guessed`);
    await page.getByRole('alert').getByText('not started in this tab').waitFor();

    expect(provider.exchanges).toBe(0);
    expect(page.url()).toBe(`${gateway}/playground`);
  });

  it('says in words that the login does not answer', async () => {
    await using watched = await WatchedPage.open([gateway, provider.issuer]);
    const { page } = watched;
    await page.route(`${provider.issuer}/**`, (route) => route.abort());
    await page.goto(`${gateway}/playground`);

    await page.getByRole('button', { name: 'Log in as a test person' }).click();

    await page.getByRole('alert').getByText('Test MitID does not answer').waitFor();
  });

  it('tells readers without JavaScript what to do instead', async () => {
    await using watched = await WatchedPage.open([gateway], { javaScriptEnabled: false });

    await watched.page.goto(`${gateway}/playground`);

    expect(await watched.page.locator('noscript code').isVisible()).toBe(true);
    expect(await watched.page.locator('noscript code').innerText()).toBe('npm run overview -- parent');
    expect(await watched.page.getByText('is loading').isVisible()).toBe(false);
  });

  it.each([
    ['light', 1280, 800],
    ['dark', 1280, 800],
    ['light', 320, 640],
    ['dark', 320, 640],
  ] as const)('is readable in %s at %i × %i', async (colorScheme, width, height) => {
    await using watched = await WatchedPage.open([gateway, provider.issuer], {
      colorScheme,
      viewport: { width, height },
    });
    const { page } = watched;
    const faint: FaintText[] = [];
    await page.goto(`${gateway}/playground`);
    await editor(page).waitFor();
    faint.push(...(await faintTextsOf(page)));

    await logIn(page);
    await runButton(page).click();
    await page.getByText('authorities answered in full').waitFor();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('A GraphQL schema provides').waitFor();
    faint.push(...(await faintTextsOf(page)));
    await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();

    expect(faint).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });
});
