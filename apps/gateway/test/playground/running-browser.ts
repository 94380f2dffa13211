import chromiumBinary from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const CLOSE_LIMIT_MS = 5_000;

/**
 * A headless browser that comes from npm on Linux; elsewhere the Chrome of the machine.
 * Not with the arguments of its package: they run everything in one process and switch the web's own security off.
 */
export class RunningBrowser implements AsyncDisposable {
  private constructor(
    readonly browser: Browser,
    private readonly kill: () => Promise<void>,
  ) {}

  static async start(): Promise<RunningBrowser> {
    const server = await chromium.launchServer({
      ...(process.platform === 'linux'
        ? { executablePath: await chromiumBinary.executablePath(), args: ['--no-sandbox', '--disable-gpu'] }
        : { channel: 'chrome' }),
      headless: true,
      timeout: 30_000,
    });
    return new RunningBrowser(await chromium.connect(server.wsEndpoint()), () => server.kill());
  }

  /** Closes in the polite way for a while, then kills: a hanging browser must not hang the tests. */
  async [Symbol.asyncDispose](): Promise<void> {
    let limit: NodeJS.Timeout | undefined;
    await Promise.race([
      this.browser.close(),
      new Promise((resolve) => {
        limit = setTimeout(resolve, CLOSE_LIMIT_MS);
      }),
    ]);
    clearTimeout(limit);
    await this.kill();
  }
}
