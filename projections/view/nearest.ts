/** Rules tell the nearest names as answers do. */
export { nearest } from '#domain';
