import express from 'express';

const [port = 0, bytes = 1000] = process.argv.slice(2).map(Number);
const page = `<!doctype html><title>.</title>${'x'.repeat(bytes)}`;
const app = express();
app.get(/.*/, (_request, response) => {
  response.type('html').send(page);
});
app.post(/.*/, (_request, response) => {
  response.type('html').send(page);
});
app.listen(port, '127.0.0.1');
