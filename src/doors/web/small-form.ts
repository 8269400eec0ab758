import express, { type RequestHandler } from 'express';

/** Milliseconds in which a form without files must have come. */
const patience = 30_000;

/** Reads a form without files into `request.body`: `limit` as `16kb`, and at most so many fields. */
export const smallForm = (limit: string, fields: number): RequestHandler[] => [
  (request, _response, next) => {
    const timer = setTimeout(() => request.socket.destroy(), patience);
    request.once('close', () => clearTimeout(timer));
    next();
  },
  express.urlencoded({ extended: false, limit, parameterLimit: fields }),
];
