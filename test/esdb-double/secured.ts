import { readFileSync } from 'node:fs';
import grpc from '@grpc/grpc-js';

/** How the double is reached: with TLS where a certificate is named, by one user where one is named. */
export interface Security {
  /** Files, PEM. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  /** `name:password`. */
  readonly user?: string | undefined;
}

export function credentialsOf({ certificate, key }: Security): grpc.ServerCredentials {
  if (certificate === undefined || key === undefined) return grpc.ServerCredentials.createInsecure();
  const pair = { cert_chain: readFileSync(certificate), private_key: readFileSync(key) };
  return grpc.ServerCredentials.createSsl(null, [pair]);
}

/** Refuses whoever is not the user, as the server does (RpcExceptions.AccessDenied; a wrong password likewise). */
export function interceptorsOf({ user }: Security): grpc.ServerInterceptor[] {
  if (user === undefined) return [];
  const expected = `Basic ${Buffer.from(user).toString('base64')}`;
  return [
    (_method, call) =>
      new grpc.ServerInterceptingCall(call, {
        start: (next) => {
          next({
            onReceiveMetadata: (metadata, proceed) => {
              if (metadata.get('authorization')[0] === expected) {
                proceed(metadata);
                return;
              }
              const told = new grpc.Metadata();
              told.set('exception', 'access-denied');
              call.sendStatus({
                code: grpc.status.PERMISSION_DENIED,
                details: 'Access Denied',
                metadata: told,
              });
            },
          });
        },
      }),
  ];
}
