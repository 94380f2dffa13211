import type { ServerResponse } from 'node:http';
import { Controller, Get, Res } from '@nestjs/common';
import { PERSONS_ON_PAGE } from '../citizens/test-population.js';
import { html, PAGE_HEADERS, page } from './page.js';

/** For whoever opens the address by hand: says what this is and who is in it. */
@Controller()
export class StartController {
  @Get()
  show(@Res() response: ServerResponse): void {
    const text = page(
      'en',
      'Test persons',
      html`<h1>Test persons</h1>
        <p>
          A login starts at a client, such as the playground or <code>npm run token -- parent</code>. These persons can
          log in:
        </p>
        <ul class="last">
          ${PERSONS_ON_PAGE.map(
            ({ key, name, situation }) =>
              html`<li><span class="name">${key}</span> <span class="situation">${name}. ${situation.en}</span></li>`,
          )}
        </ul>`,
    );
    response.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8' }).end(text);
  }
}
