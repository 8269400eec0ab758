/** Cookies are sealed like every other secret that leaves a process. */
export { openSecret, pepper, sealNamed, sealSecret } from '../envelope/index.ts';
