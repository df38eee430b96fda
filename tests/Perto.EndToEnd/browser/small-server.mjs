// A server for the tests of the fixtures: ready at its second answer, ends by itself on SIGTERM, notes what it was told.
import { createServer } from 'node:http';

let asked = 0;
const server = createServer((request, response) => {
  response.statusCode = request.url === '/health/ready' && asked++ === 0 ? 503 : 200;
  response.end(process.env.GREETING);
});
server.listen(0, '127.0.0.1', () => {
  console.error('asked for http://127.0.0.1:0');
  console.error(`listening on http://127.0.0.1:${server.address().port}`);
});
process.on('SIGTERM', () => {
  console.log('goodbye');
  process.exit(7);
});
