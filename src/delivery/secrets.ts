/** Cookies are sealed like every other secret that leaves a process. */
export { openSecret, sealNamed, sealSecret } from '../envelope/index.ts';
