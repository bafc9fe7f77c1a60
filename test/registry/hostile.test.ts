import type {IncomingMessage, ServerResponse} from 'node:http';
import {expect, test} from 'vitest';
import {ownTimeOf} from '../e2e/own-time.ts';
import {openSmallRegistry} from '../helpers/small-registry/registry.ts';
import {loginOf, registryWith, sentenceOf} from './lab.ts';

const ann = async () => loginOf({username: 'ann', password: 's3cret'});
const list = (response: ServerResponse, body: string, headers: Record<string, string> = {}) => {
	response.writeHead(200, {'content-type': 'application/json', ...headers});
	response.end(body);
	return true;
};

const hostile: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => boolean>> = {
	'says nothing': () => true,
	'stops in the middle': (_, response) => {
		response.writeHead(200, {'content-length': '100'});
		return response.write('{"tags": ["a"');
	},
	'breaks off': (_, response) => {
		response.writeHead(200, {'content-length': '100'});
		response.write('{"tags"', () => response.destroy());
		return true;
	},
	'hangs up': (_, response) => {
		response.destroy();
		return true;
	},
	'speaks no HTTP': (_, response) => {
		response.socket?.end('\u001b]0;owned\u0007');
		return true;
	},
	'answers with a page': (_, response) => list(response, '<html>welcome</html>'),
	'answers with a number': (_, response) => list(response, '12'),
	'answers without tags': (_, response) => list(response, '{"errors": []}'),
	'never ends': (_, response) => {
		const more = () => {
			if (!response.destroyed) {
				response.write(' '.repeat(256 * 1024), more);
			}
		};
		more();
		return true;
	},
	fails: (_, response) => {
		response.writeHead(502);
		response.end('<html>\u001b[2J</html>');
		return true;
	},
	'has had enough': (_, response) => {
		response.writeHead(429, {'retry-after': '120'});
		response.end();
		return true;
	},
	'has had enough, and says so in nonsense': (_, response) => {
		response.writeHead(429, {'retry-after': '\u00a0soon'});
		response.end();
		return true;
	},
	'redirects for ever': ({url = ''}, response) => {
		response.writeHead(302, {location: `${url}x`});
		response.end();
		return true;
	},
	'wants a login of an unknown kind': (_, response) => {
		response.writeHead(401, {'www-authenticate': 'Negotiate, Digest realm="x"'});
		response.end();
		return true;
	},
	'has its token nowhere': (_, response) => {
		response.writeHead(401, {'www-authenticate': 'Bearer realm="file:///etc/passwd",service="x"'});
		response.end();
		return true;
	},
	'gives no token': ({url = '', headers: {host}}, response) => {
		if (url.startsWith('/t?')) {
			return list(response, '{"token": "\\r\\nset-cookie: x"}');
		}

		response.writeHead(401, {'www-authenticate': `Bearer realm="http://${host}/t"`});
		response.end();
		return true;
	},
	'is never satisfied': (_, response) => {
		response.writeHead(401, {'www-authenticate': 'Basic realm="again"'});
		response.end();
		return true;
	},
};

test.each([
	['says nothing', "The registry HOST didn't answer within 0.3 s."],
	['stops in the middle', "The registry HOST didn't answer within 0.3 s."],
	['breaks off', "The registry HOST can't be asked: it broke off its answer."],
	['hangs up', "The registry HOST can't be asked: it broke off its answer."],
	['speaks no HTTP', "The registry HOST can't be asked: what it answers is no HTTP."],
	['answers with a page', "The registry HOST can't be asked: what it answers is no list of tags."],
	['answers with a number', "The registry HOST can't be asked: what it answers is no list of tags."],
	['answers without tags', "The registry HOST can't be asked: what it answers is no list of tags."],
	['never ends', "The registry HOST can't be asked: it answered with more than 4 MiB."],
	['fails', 'The registry HOST could not answer (HTTP 502).'],
	['has had enough', 'The registry HOST was asked too often: it wants to be left alone for 120 s.'],
	['has had enough, and says so in nonsense', 'The registry HOST was asked too often: it wants to be left alone.'],
	['redirects for ever', "The registry HOST can't be asked: it sends from one address to the next."],
	['wants a login of an unknown kind', /^The registry HOST doesn't show shop\/web: /],
	['has its token nowhere', "The registry HOST can't be asked: it names no place to get a token from."],
	['gives no token', "The registry HOST can't be asked: it gave no token."],
	['is never satisfied', /^The registry HOST doesn't show shop\/web: /],
])('a registry that %s ends in one sentence, in time', async (name, sentence) => {
	await using small = await openSmallRegistry({...(hostile[name] && {instead: hostile[name]})});
	const took = ownTimeOf();
	const said = await sentenceOf(
		registryWith({credentials: ann, patience: slow.has(name) ? 300 : 10_000}).tags(`${small.address}/shop/web`),
	);
	expect(said).toMatch(sentence);
	expect(said).toMatch(/^[\x20-\x7e]+$/);
	expect(took()).toBeLessThan(5000);
	expect(small.seen.length).toBeLessThan(8);
});

const slow = new Set(['says nothing', 'stops in the middle']);

test('pages without end stop, and what came so far is shown', async () => {
	let page = 0;
	await using small = await openSmallRegistry({
		instead: (_, response) => {
			page += 1;
			return list(response, JSON.stringify({tags: [`1.${page}`]}), {
				link: `</v2/shop/web/tags/list?p=${page}>; rel="next"`,
			});
		},
	});
	const {tags, isCut} = await registryWith().tags(`${small.address}/shop/web`);
	expect(tags).toHaveLength(100);
	expect(isCut).toBe(true);
});

test('a page that says nothing new is the last, and one that fails ends the list', async () => {
	await using same = await openSmallRegistry({
		instead: (_, response) => list(response, '{"tags": ["a"]}', {link: '</v2/shop/web/tags/list?p=1>; rel="next"'}),
	});
	expect(await registryWith().tags(`${same.address}/shop/web`)).toEqual({tags: ['a'], isCut: false});
	expect(same.seen).toHaveLength(2);

	await using failing = await openSmallRegistry({
		instead: ({url = ''}, response) =>
			list(response, url.includes('p=1') ? 'oops' : '{"tags": ["a"]}', {link: '</v2/x?p=1>; rel="next"'}),
	});
	expect(await registryWith().tags(`${failing.address}/shop/web`)).toEqual({tags: ['a'], isCut: true});
});

test('a next page is asked for at the same registry, whatever it calls itself', async () => {
	await using small = await openSmallRegistry({
		instead: ({url = ''}, response) =>
			url.includes('last')
				? list(response, '{"tags": ["b"]}')
				: list(response, '{"tags": ["a"]}', {
						link: '<http://internal.example:5000/v2/shop/web/tags/list?last=a>; rel="next"',
					}),
	});
	expect((await registryWith().tags(`${small.address}/shop/web`)).tags).toEqual(['a', 'b']);
});

test('more tags than anyone reads are cut', async () => {
	const tags = Array.from({length: 12_000}, (_, index) => `1.${index}`);
	await using small = await openSmallRegistry({
		instead: (_, response) => list(response, JSON.stringify({tags}), {link: '</v2/more>; rel="next"'}),
	});
	const found = await registryWith().tags(`${small.address}/shop/web`);
	expect(found.tags).toHaveLength(10_000);
	expect(found.isCut).toBe(true);
	expect(small.seen).toHaveLength(1);
});

test('a login never follows a redirect to another place', async () => {
	await using other = await openSmallRegistry({instead: (_, response) => list(response, '{"tags": ["a"]}')});
	await using small = await openSmallRegistry({
		instead({headers}, response) {
			response.writeHead(headers.authorization === undefined ? 401 : 307, {
				'www-authenticate': 'Basic realm="x"',
				location: `http://${other.address}/v2/elsewhere`,
			});
			response.end();
			return true;
		},
	});
	const {tags} = await registryWith({credentials: ann}).tags(`${small.address}/shop/web`);
	expect(tags).toEqual(['a']);
	expect(small.seen.at(-1)?.headers.authorization).toBeDefined();
	expect(other.seen.map(({headers}) => headers.authorization)).toEqual([undefined]);
});

test('a login goes to no place for tokens that is plainer than the registry', async () => {
	await using plain = await openSmallRegistry();
	await using small = await openSmallRegistry({
		isSecure: true,
		instead(_, response) {
			response.writeHead(401, {'www-authenticate': `Bearer realm="http://${plain.address}/token"`});
			response.end();
			return true;
		},
	});
	expect(await sentenceOf(registryWith({credentials: ann}).tags(`${small.address}/shop/web`))).toBe(
		"The registry HOST can't be asked: the login would go to HOST unencrypted.",
	);
	expect(plain.seen).toEqual([]);
});

test('leaving ends it at once', async () => {
	await using small = await openSmallRegistry({instead: () => true});
	const leaving = new AbortController();
	const asked = registryWith().tags(`${small.address}/shop/web`, leaving.signal);
	asked.catch(() => {});
	await expect.poll(() => small.seen.length).toBe(1);
	leaving.abort();
	expect(await sentenceOf(asked)).toBe('Nobody waits for the registry any more.');
});

test('nobody there is said so', async () => {
	const small = await openSmallRegistry();
	await small[Symbol.asyncDispose]();
	expect(await sentenceOf(registryWith().tags(`${small.address}/shop/web`))).toBe(
		"The registry HOST can't be asked: the connection is refused.",
	);
	expect(await sentenceOf(registryWith().tags('nosuch.invalid/shop/web'))).toBe(
		"The registry nosuch.invalid can't be asked: its name is unknown here.",
	);
});
