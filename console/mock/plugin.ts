import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { MockApi } from './api.ts';

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Answers `/v1` with sample data, in `npm run dev:mock` and in the browser tests. */
export function mockServer(): Plugin {
  const api = new MockApi(() => Date.now());

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse) {
    const method = incoming.method ?? 'GET';
    const request = new Request(`http://localhost${incoming.url ?? '/'}`, {
      method,
      body: method === 'GET' ? undefined : new Uint8Array(await body(incoming)),
    });
    const response = await api.handle(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  }

  const middleware: Connect.NextHandleFunction = (incoming, outgoing, next) => {
    if (incoming.url?.startsWith('/v1/')) answer(incoming, outgoing).catch(next);
    else next();
  };

  return {
    name: 'perto-mock-server',
    configureServer: (server) => void server.middlewares.use(middleware),
    configurePreviewServer: (server) => void server.middlewares.use(middleware),
  };
}
