import { lenient, object, textOrUnset } from '../response/check.ts';

/** The pattern of the hosts of subdomain apps, such as `*.apps.example.com`; empty when the deployment has none. */
export const appHost = object({ host: lenient(textOrUnset) });
