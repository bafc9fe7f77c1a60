/** Who we are to a registry. A secret: it goes into headers only. */
export type Login =
	| {readonly kind: 'password'; readonly username: string; readonly password: string}
	| {readonly kind: 'token'; readonly token: string};

const textIn = (json: object, key: string) => {
	const value: unknown = Object.hasOwn(json, key) ? Reflect.get(json, key) : undefined;
	return typeof value === 'string' ? value : '';
};

/** Reads Docker's `X-Registry-Auth`: base64url of JSON. Undefined for what holds neither token nor name. */
export const loginIn = (header: string): Login | undefined => {
	try {
		const json: unknown = JSON.parse(Buffer.from(header, 'base64url').toString());
		const object = typeof json === 'object' && json !== null ? json : {};
		const [token, username] = [textIn(object, 'identitytoken'), textIn(object, 'username')];

		if (token !== '') {
			return {kind: 'token', token};
		}

		return username === '' ? undefined : {kind: 'password', username, password: textIn(object, 'password')};
	} catch {
		// The parser's words would quote the secret.
		return undefined;
	}
};

export const basicAuth = (username: string, password: string) =>
	`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
