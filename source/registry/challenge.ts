/** How a registry wants to be told who asks (RFC 9110, section 11.6.1). */
export type Challenge =
	| {readonly scheme: 'basic'}
	| {readonly scheme: 'bearer'; readonly realm: string; readonly service: string; readonly scope: string};

const pairs = /([a-zA-Z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

/** The same length, with nothing between quotes that could be taken for a scheme. */
const masked = (header: string) => header.replaceAll(/"(?:[^"\\]|\\.)*"/g, quoted => '"'.repeat(quoted.length));

/** The schemes of a `WWW-Authenticate` header, each with what stands up to the next one. */
const schemesIn = (header: string) =>
	[...masked(header).matchAll(/(?:^|[\s,])(basic|bearer)(?=\s|$)/gi)].map(
		({0: match, 1: scheme = '', index}, place, all) => ({
			scheme: scheme.toLowerCase(),
			text: header.slice(index + match.length, all[place + 1]?.index),
		}),
	);

/** The challenge that we can answer, a token preferred to a password. */
export const challengeIn = (header: string | undefined): Challenge | undefined => {
	const schemes = schemesIn((header ?? '').slice(0, 4096));
	const bearer = schemes.find(({scheme}) => scheme === 'bearer');

	if (bearer !== undefined) {
		const values = new Map(
			[...bearer.text.matchAll(pairs)].map(([, key = '', quoted, plain]) => [
				key.toLowerCase(),
				quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '',
			]),
		);
		const value = (key: string) => values.get(key) ?? '';
		return {scheme: 'bearer', realm: value('realm'), service: value('service'), scope: value('scope')};
	}

	return schemes.length > 0 ? {scheme: 'basic'} : undefined;
};
