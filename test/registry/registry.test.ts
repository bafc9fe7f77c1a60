import {expect, test} from 'vitest';
import {placeOf} from '../../source/registry/place.ts';
import {certificate} from '../helpers/small-registry/certificate.ts';
import {openSmallRegistry} from '../helpers/small-registry/registry.ts';
import {loginOf, registryWith, sentenceOf} from './lab.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const shop = {'shop/web': {tags: {'1.0': digest('a'), '1.1': digest('b'), latest: digest('b')}}};
const ann = loginOf({username: 'ann', password: 'pass:word'});

test.each([
	['nginx', 'registry-1.docker.io', 'library/nginx', 'latest'],
	['shop/web:2', 'registry-1.docker.io', 'shop/web', '2'],
	['docker.io/nginx:1@sha256:00000000000000000000000000000000', 'registry-1.docker.io', 'library/nginx', '1'],
	['registry.example.com:5000/a/b/c', 'registry.example.com:5000', 'a/b/c', 'latest'],
	['localhost/web:1', 'localhost', 'web', '1'],
	['[::1]:5000/web:1', '[::1]:5000', 'web', '1'],
])('%s is at %s', (image, host, repository, reference) => {
	expect(placeOf(image)).toMatchObject({host, repository, reference});
});

test('the tags of an image, over plain HTTP where the engine takes that', async () => {
	await using small = await openSmallRegistry({repositories: shop});
	expect(await registryWith().tags(`${small.address}/shop/web:1.0`)).toEqual({
		tags: ['1.0', '1.1', 'latest'],
		isCut: false,
	});
	expect(small.seen.map(({method, path}) => `${method} ${path}`)).toEqual(['GET /v2/shop/web/tags/list?n=1000']);
});

test('plain HTTP is not spoken where the engine would not', async () => {
	await using small = await openSmallRegistry({repositories: shop});
	const strict = registryWith({rules: async () => ({listed: new Map([[small.address, true]]), insecureSubnets: []})});
	expect(await sentenceOf(strict.tags(`${small.address}/shop/web`))).toMatch(
		/^The registry HOST can't be asked: it speaks no TLS\. .*insecure-registries\.$/,
	);
	expect(small.seen).toEqual([]);
});

test('a registry that signed its own certificate is asked where it is trusted, or any will do', async () => {
	await using small = await openSmallRegistry({repositories: shop, isSecure: true});
	const image = `${small.address}/shop/web:1.1`;
	const secure = async () => ({listed: new Map([[small.address, true]]), insecureSubnets: []});
	expect(await sentenceOf(registryWith({rules: secure}).digest(image))).toMatch(
		/^The registry HOST can't be asked: its certificate is not trusted here\. Its CA belongs into \/etc\/docker\/certs\.d/,
	);
	const trusting = registryWith({rules: secure, certificates: async () => ({ca: [certificate]})});
	expect(await trusting.digest(image)).toBe(digest('b'));
	expect(await registryWith().digest(image)).toBe(digest('b'));
});

test('pages are put together; what is no tag is left out', async () => {
	const tags = Object.fromEntries(
		['a', 'b', '\u001b]0;owned\u0007', 'c', '..', 'd', 'x'.repeat(200)].map(tag => [tag, digest('a')]),
	);
	await using small = await openSmallRegistry({repositories: {'shop/web': {tags}}, pageSize: 3});
	expect(await registryWith().tags(`${small.address}/shop/web`)).toEqual({tags: ['a', 'b', 'c', 'd'], isCut: false});
	expect(small.seen).toHaveLength(3);
});

test('the digest is asked for without a pull, with lists of platforms first', async () => {
	await using small = await openSmallRegistry({repositories: shop});
	expect(await registryWith().digest(`${small.address}/shop/web:1.1@${digest('a')}`)).toBe(digest('b'));
	expect(small.seen[0]).toMatchObject({method: 'HEAD', path: '/v2/shop/web/manifests/1.1'});
	expect(small.seen[0]?.headers.accept).toMatch(
		/^application\/vnd\.oci\.image\.index.*manifest\.list.*manifest\.v2\+json$/,
	);
});

test('a registry that tells no digest has its manifest hashed', async () => {
	await using small = await openSmallRegistry({
		instead(request, response) {
			const isHead = request.method === 'HEAD';
			response.writeHead(isHead ? 501 : 200, {'content-type': 'application/vnd.oci.image.manifest.v1+json'});
			response.end(isHead ? undefined : '{}');
			return true;
		},
	});
	expect(await registryWith().digest(`${small.address}/shop/web:1`)).toBe(
		'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
	);
});

test('a login is given where it is asked for', async () => {
	await using small = await openSmallRegistry({repositories: shop, auth: {kind: 'basic', login: 'ann:pass:word'}});
	const image = `${small.address}/shop/web`;
	expect((await registryWith({credentials: async () => ann}).tags(image)).tags).toHaveLength(3);
	expect(small.seen.map(({headers}) => headers.authorization !== undefined)).toEqual([false, true]);
	expect(await sentenceOf(registryWith().tags(image))).toBe(
		"The registry HOST doesn't show shop/web: it isn't there, or it wants a login (docker login HOST).",
	);
	const wrong = loginOf({username: 'ann', password: 'hunter2'});
	expect(await sentenceOf(registryWith({credentials: async () => wrong}).tags(image))).toBe(
		"The registry HOST doesn't show shop/web: it isn't there, or the login of Docker's config.json doesn't open it.",
	);
});

test('a token is fetched, with the login or without, and used for every page', async () => {
	await using small = await openSmallRegistry({
		repositories: shop,
		pageSize: 1,
		auth: {kind: 'bearer', login: 'ann:pass:word'},
	});
	const image = `${small.address}/shop/web`;
	expect((await registryWith({credentials: async () => ann}).tags(image)).tags).toHaveLength(3);
	expect(small.seen.map(({path}) => path.replace(/\?.*/, ''))).toEqual([
		'/v2/shop/web/tags/list',
		'/token',
		...['/v2/shop/web/tags/list', '/v2/shop/web/tags/list', '/v2/shop/web/tags/list'],
	]);
	expect(small.seen[1]?.path).toBe('/token?service=tests&scope=repository%3Ashop%2Fweb%3Apull&account=ann');
	expect(await sentenceOf(registryWith().tags(image))).toMatch(/it isn't there, or it wants a login/);

	await using open = await openSmallRegistry({repositories: shop, auth: {kind: 'bearer'}});
	expect((await registryWith().tags(`${open.address}/shop/web`)).tags).toHaveLength(3);
	expect(open.seen[1]?.path).not.toContain('account');
	expect(open.seen[1]?.headers.authorization).toBeUndefined();
});

test('a login that left a token trades it in', async () => {
	await using small = await openSmallRegistry({repositories: shop, auth: {kind: 'bearer'}});
	const credentials = async () => loginOf({identitytoken: 'refresh-me'});
	await registryWith({credentials}).tags(`${small.address}/shop/web`);
	expect(small.seen[1]).toMatchObject({method: 'POST', path: '/token'});
	expect(Object.fromEntries(new URLSearchParams(small.seen[1]?.body))).toEqual({
		grant_type: 'refresh_token',
		refresh_token: 'refresh-me',
		client_id: 'skep',
		service: 'tests',
		scope: 'repository:shop/web:pull',
	});
});

test('credentials that cannot be read are said in their own words', async () => {
	const credentials = async () => {
		throw new Error('The credential helper docker-credential-x failed.');
	};
	expect(await sentenceOf(registryWith({credentials}).tags('127.0.0.1:1/shop/web'))).toBe(
		'The credential helper docker-credential-x failed.',
	);
});

test.each([
	['shop/other', 'The registry HOST has no shop/other.'],
	['shop/web:9', 'The registry HOST has no shop/web:9.'],
])('what is not there is said to be absent: %s', async (image, sentence) => {
	await using small = await openSmallRegistry({repositories: shop});
	const ask = image.includes(':') ? registryWith().digest : registryWith().tags;
	expect(await sentenceOf(ask(`${small.address}/${image}`))).toBe(sentence);
});

test('an image that is none is refused before anything is asked', async () => {
	expect(await sentenceOf(registryWith().tags('Shop/Web'))).toMatch(
		/^This is no image: .*(must be lower case|no registry host)/,
	);
	expect(await sentenceOf(registryWith().digest('web:'))).toMatch(
		/^This is no image: the tag after the colon is missing/,
	);
});

test('a registry that is not reached from here is asked by the engine; one that is has said it all', async () => {
	const asked: string[] = [];
	const viaEngine = async (image: string) => {
		asked.push(image);
		return digest('e');
	};
	expect(await registryWith({viaEngine}).digest('nosuch.invalid/shop/web:1')).toBe(digest('e'));
	await using small = await openSmallRegistry({repositories: shop});
	expect(await sentenceOf(registryWith({viaEngine}).digest(`${small.address}/shop/web:9`))).toMatch(
		/has no shop\/web:9/,
	);
	expect(await registryWith({viaEngine}).digest(`${small.address}/shop/web:1.0`)).toBe(digest('a'));
	expect(asked).toEqual(['nosuch.invalid/shop/web:1']);

	const failing = registryWith({viaEngine: async () => Promise.reject(new Error('no'))});
	expect(await sentenceOf(failing.digest('nosuch.invalid/shop/web:1'))).toBe(
		"The registry nosuch.invalid can't be asked: its name is unknown here. The engine can't ask it, either.",
	);
});

test('where the engine says nothing of registries, none is insecure', async () => {
	await using small = await openSmallRegistry({repositories: shop});
	const rules = async () => Promise.reject(new Error('no answer'));
	expect(await sentenceOf(registryWith({rules}).tags(`${small.address}/shop/web`))).toMatch(/it speaks no TLS/);
});

test('a proxy is used where there is one, but not for what is on this machine', async () => {
	await using proxy = await openSmallRegistry({
		instead({url}, response) {
			response.writeHead(200, {'content-type': 'application/json'});
			response.end(
				JSON.stringify({tags: [url?.startsWith('http://behind.invalid/v2/shop/web/') ? 'through' : 'direct']}),
			);
			return true;
		},
	});
	const listed = new Map([['behind.invalid', false]]);
	const rules = async () => ({listed, insecureSubnets: ['127.0.0.0/8']});
	const registry = registryWith({rules, env: {HTTP_PROXY: `http://${proxy.address}`}});
	expect((await registry.tags('behind.invalid/shop/web')).tags).toEqual(['through']);
	await using small = await openSmallRegistry({repositories: shop});
	expect((await registry.tags(`${small.address}/shop/web`)).tags).toHaveLength(3);
});
