import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { playgroundHeaders } from './playground-headers.js';
import { PLAYGROUND_OPTIONS, type PlaygroundOptions } from './playground-options.js';

const NEVER_STORED = 'no-store';
const NAMED_BY_HASH = 'public, max-age=31536000, immutable';
/** The only names that reach the disk: one folder, no `..`, the types that the build makes. */
const ASSET = /\/assets\/[\w-]+(?:\.[\w-]+)*\.(?<type>css|js|svg|ttf)$/;
/** The build stores these compressed as well. */
const COMPRESSED: readonly string[] = ['css', 'js', 'ttf'];

/** Serves the built playground and its settings; holds no data and asks nobody. */
@Controller('playground')
export class PlaygroundController {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(@Inject(PLAYGROUND_OPTIONS) private readonly options: PlaygroundOptions) {
    this.headers = playgroundHeaders(options.issuer);
  }

  /** The page, also as the way back from the login: the code in its address is read by the page, not here. */
  @Get(['', 'callback'])
  page(@Res() response: Response): void {
    response.set(this.headers).set('cache-control', NEVER_STORED);
    this.send(response, 'index.html', 'The playground is not built. Run: node tools/build-playground.mjs');
  }

  @Get('config.json')
  config(@Res() response: Response): void {
    const { issuer, clientId, sandboxPath, origin } = this.options;
    response.set(this.headers).set('cache-control', NEVER_STORED);
    response.json({ issuer, clientId, sandboxPath, ...(origin && { origin }) });
  }

  @Get('*file')
  asset(@Req() request: Request, @Res() response: Response): void {
    response.set(this.headers).set('cache-control', NEVER_STORED);
    const asset = ASSET.exec(request.path);
    const type = asset?.groups?.['type'];
    if (!asset || !type || request.path !== `/playground${asset[0]}`) {
      sendProblem(response, NOT_HERE);
      return;
    }
    response.set('cache-control', NAMED_BY_HASH).type(type);
    if (!COMPRESSED.includes(type)) {
      this.send(response, asset[0], NOT_HERE);
      return;
    }
    response.vary('accept-encoding');
    const isCompressed = request.acceptsEncodings('gzip') === 'gzip';
    if (isCompressed) response.set('content-encoding', 'gzip');
    this.send(response, isCompressed ? `${asset[0]}.gz` : asset[0], NOT_HERE);
  }

  private send(response: Response, file: string, problem: string): void {
    const { playgroundDir: root } = this.options;
    response.sendFile(file, { root, cacheControl: false, acceptRanges: false }, (fault) => {
      if (fault && !response.headersSent) sendProblem(response, problem);
    });
  }
}

const NOT_HERE = 'There is nothing at this address.';

function sendProblem(response: Response, text: string): void {
  response.removeHeader('content-encoding');
  response.status(404).set('cache-control', NEVER_STORED).type('text/plain').send(`${text}\n`);
}
