// A real OpenID Connect issuer on loopback: node issuer.mjs PORT
// Speaks on stdin and stdout, one line each: rotate | retire | asked | stop.
//   rotate   signs with a new key from now on; the old ones stay in the key set. Answers "kid KID"
//   retire   only the newest key stays in the key set. Answers "kid KID"
//   asked    answers "asked N": how often the key set was fetched
import { createServer } from 'node:http';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const issuer = `http://127.0.0.1:${process.argv[2]}`;
let keys = [newKey()];
let provider = start();
let asked = 0;

function newKey() {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return { ...jwk, kid: randomUUID(), use: 'sig', alg: 'ES256' };
}

// The rights of a client stand with the client, as an administrator of the issuer gave them.
function client(id, roles, divisions) {
  return {
    client_id: id, client_secret: `${id}-secret-of-one-test-run`, grant_types: ['client_credentials'],
    redirect_uris: [], response_types: [], token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'ES256', roles, divisions,
  };
}

function start() {
  return new Provider(issuer, {
    jwks: { keys },
    clients: [
      client('hotline', ['integration'], ['110114009']),
      client('nobody', [], []),
    ],
    extraClientMetadata: { properties: ['roles', 'divisions'] },
    extraTokenClaims: (ctx, token) => ({ roles: token.client.roles, divisions: token.client.divisions }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (ctx, resource) => ({
          audience: resource.replace('urn:audience:', ''), scope: 'api', accessTokenFormat: 'jwt',
          accessTokenTTL: 300, jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    scopes: ['api'],
  });
}

const server = createServer((request, response) => {
  if (request.url === '/jwks') asked += 1;
  provider.callback()(request, response);
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log(`ready ${keys[0].kid}`));

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'rotate') keys = [newKey(), ...keys];
  if (line === 'retire') keys = keys.slice(0, 1);
  if (line === 'rotate' || line === 'retire') {
    provider = start();
    console.log(`kid ${keys[0].kid}`);
  }
  if (line === 'asked') console.log(`asked ${asked}`);
  if (line === 'stop') server.close(() => process.exit(0));
}).on('close', () => process.exit(0)); // The tests are gone.
