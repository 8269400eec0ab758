/** Cookies are sealed like every other secret that leaves a process. */
export { openSecret, sealSecret } from '../envelope/index.ts';
