import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {openSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {request} from 'node:https';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {certificate, privateKey} from '../helpers/small-registry/certificate.ts';
import {spawnBound} from '../swarm-lab/run.ts';
import {until} from '../swarm-lab/until.ts';

/** Who may look, and in Apache's words. */
export const login = {username: 'ann', password: 's3cret-word'};
const htpasswd = 'ann:$2y$05$abcdefghijklmnopqrstuuEpHRRKIlpAGo.iP7Bpa.htQEJMAAnRe\n';

const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;

/** Docker's own registry on this machine, with TLS and a password; it ends with the test. */
export async function startPrivateRegistry() {
	const folder = await mkdtemp(join(tmpdir(), 'private-registry-'));
	const port = await freePort();
	const file = async (name: string, content: string) => {
		await writeFile(join(folder, name), content);
		return join(folder, name);
	};
	const [cert, key, users] = await Promise.all([
		file('cert.pem', certificate),
		file('key.pem', privateKey),
		file('htpasswd', htpasswd),
	]);
	const settings = await file(
		'registry.yml',
		JSON.stringify({
			version: '0.1',
			log: {level: 'error', accesslog: {disabled: true}},
			storage: {filesystem: {rootdirectory: join(folder, 'images')}},
			auth: {htpasswd: {realm: 'private', path: users}},
			http: {addr: `127.0.0.1:${port}`, tls: {certificate: cert, key}},
		}),
	);
	const child = spawnBound('docker-registry', ['serve', settings], openSync(join(folder, 'log'), 'a'));
	await once(child, 'spawn');
	onTestFinished(async () => {
		child.kill('SIGKILL');
		await rm(folder, {recursive: true, force: true});
	});
	const address = `127.0.0.1:${port}`;
	await until('the private registry answers', async () => (await ask(address, 'GET', '/v2/')).status === 200);

	return {
		address,
		/** Puts an image of nothing under a tag, and answers its digest. */
		push: (repository: string, tag: string) => push(address, repository, tag),
	};
}

async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as {readonly port: number};
	server.close();
	await once(server, 'close');
	return port;
}

const digestOf = (body: string) => `sha256:${createHash('sha256').update(body).digest('hex')}`;

async function push(address: string, repository: string, tag: string) {
	const config = JSON.stringify({architecture: 'amd64', os: 'linux', tag, rootfs: {type: 'layers', diff_ids: []}});
	const begun = await ask(address, 'POST', `/v2/${repository}/blobs/uploads/`);
	const upload = new URL(begun.location);
	upload.searchParams.set('digest', digestOf(config));
	await ask(address, 'PUT', upload.pathname + upload.search, config, 'application/octet-stream');
	const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
	const manifest = JSON.stringify({
		schemaVersion: 2,
		mediaType,
		config: {
			mediaType: 'application/vnd.docker.container.image.v1+json',
			size: config.length,
			digest: digestOf(config),
		},
		layers: [],
	});
	const {status} = await ask(address, 'PUT', `/v2/${repository}/manifests/${tag}`, manifest, mediaType);

	if (status !== 201) {
		throw new Error(`The private registry took no ${repository}:${tag}: ${status}`);
	}

	return digestOf(manifest);
}

const ask = (address: string, method: string, path: string, body = '', type = 'application/json') =>
	new Promise<{readonly status: number; readonly location: string}>((resolve, reject) => {
		const headers = {authorization, 'content-type': type, 'content-length': Buffer.byteLength(body)};
		request(`https://${address}${path}`, {method, headers, ca: certificate}, response => {
			response.resume();
			response.on('end', () =>
				resolve({status: response.statusCode ?? 0, location: response.headers.location ?? `https://${address}`}),
			);
		})
			.on('error', reject)
			.end(body);
	});
