import express, { type RequestHandler } from 'express';

/** Milliseconds in which a small body must have come. */
const patience = 30_000;

const inTime: RequestHandler = (request, _response, next) => {
  const timer = setTimeout(() => request.socket.destroy(), patience);
  request.once('close', () => clearTimeout(timer));
  next();
};

/** Reads a form without files into `request.body`: `limit` as `16kb`, and at most so many fields. */
export const smallForm = (limit: string, fields: number): RequestHandler[] => [
  inTime,
  express.urlencoded({ extended: false, limit, parameterLimit: fields }),
];

/** The same for what a script of ours sends as JSON. */
export const smallJson = (limit: string): RequestHandler[] => [inTime, express.json({ limit })];
