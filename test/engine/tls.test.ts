import {copyFileSync, readFileSync, writeFileSync} from 'node:fs';
import {type AddressInfo, connect as dial, createServer as listen, type Server} from 'node:net';
import {join} from 'node:path';
import {createServer as listenSecurely} from 'node:tls';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Endpoint, Tls} from '../../source/engine/endpoint.ts';
import {type Authority, createAuthority, type Pair} from '../helpers/certificates.ts';
import {rawService} from '../helpers/small-engine/build.ts';
import {type SmallEngine, startSmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';

let small: SmallEngine;
let authority: Authority;
let stranger: Authority;
let server: Pair;
let client: Pair;
const servers: Server[] = [];

beforeAll(async () => {
	small = await startSmallEngine(world({services: [rawService('web')]}));
	authority = createAuthority();
	stranger = createAuthority('a stranger');
	server = authority.sign({name: 'mgr1', altNames: 'DNS:localhost,IP:127.0.0.1'});
	client = authority.sign({name: 'kim', use: 'clientAuth'});
});

afterAll(async () => {
	for (const one of servers) one.close();
	authority?.[Symbol.dispose]();
	stranger?.[Symbol.dispose]();
	await small?.[Symbol.asyncDispose]();
});

const onPort = async (listening: Server) => {
	servers.push(listening);
	await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve));
	return (listening.address() as AddressInfo).port;
};

/** The engine behind TLS that wants to know who asks, as `dockerd --tlsverify`. */
const secured = ({cert, key} = server, trusts = authority) =>
	onPort(
		listenSecurely(
			{cert: readFileSync(cert), key: readFileSync(key), ca: readFileSync(trusts.ca), requestCert: true},
			socket => {
				socket.on('error', () => {});
				socket.pipe(dial(small.socketPath).on('error', () => {})).pipe(socket);
			},
		).on('tlsClientError', () => {}),
	);

const at = (port: number, tls: Partial<Tls> = {}, host = '127.0.0.1'): Endpoint => ({
	kind: 'tcp',
	host,
	port,
	tls: {ca: authority.ca, ...client, isVerified: true, ...tls},
});

const names = async (endpoint: Endpoint) => {
	const engine = connect(endpoint);
	try {
		return (await engine.services()).items.map(({name}) => name);
	} finally {
		engine.close();
	}
};

const sentence = (endpoint: Endpoint) =>
	names(endpoint).then(
		() => 'it answered',
		(error: Error & {readonly kind: string}) => {
			expect(error.kind).toBe('unreachable');
			return error.message;
		},
	);

describe('an engine behind TLS', () => {
	it('answers reads, writes and streams who can prove who they are', async () => {
		const port = await secured();
		expect(await names(at(port))).toEqual(['web']);
		expect(await names(at(port, {}, 'localhost'))).toEqual(['web']);
		const engine = connect(at(port));
		const [web] = (await engine.services()).items;
		await engine.updateService(web ?? expect.fail(), {kind: 'replicas', replicas: 3});
		const ending = new AbortController();
		const events = engine.events(ending.signal)[Symbol.asyncIterator]();
		const first = events.next();
		await expect.poll(() => small.listeners()).toBe(1);
		small.change(({services: [service]}) => service && Object.assign(service.Spec, {Labels: {a: 'b'}}));
		expect((await first).value).toMatchObject({kind: 'service', action: 'update'});
		ending.abort();
		engine.close();
		expect(small.requests(/update$/)).toHaveLength(1);
	});

	it('counts a certificate that was renewed while skep runs', async () => {
		const port = await secured();
		const expired = authority.sign({name: 'old', use: 'clientAuth', hasExpired: true});
		const mine = {cert: join(authority.folder, 'mine.pem'), key: join(authority.folder, 'mine-key.pem')};
		copyFileSync(expired.cert, mine.cert);
		copyFileSync(expired.key, mine.key);
		const engine = connect(at(port, mine));
		await expect(engine.info()).rejects.toThrow(/mine\.pem expired on \d{4}-\d\d-\d\d: it needs to be renewed/);
		copyFileSync(client.cert, mine.cert);
		copyFileSync(client.key, mine.key);
		expect(await engine.info()).toMatchObject({isManager: true});
		engine.close();
	});

	it('is not believed without a proof, and says what is wrong with it', async () => {
		const port = await secured();
		expect(await sentence(at(port, {ca: stranger.ca}))).toMatch(/is not signed by the authority in .*ca\.pem/);
		const elsewhere = await secured(authority.sign({name: 'mgr1', altNames: 'DNS:mgr1,IP:10.0.0.1'}));
		expect(await sentence(at(elsewhere))).toMatch(/is for mgr1, 10\.0\.0\.1, not for 127\.0\.0\.1: connect by a name/);
		const expired = await secured(authority.sign({name: 'm', altNames: 'IP:127.0.0.1', hasExpired: true}));
		expect(await sentence(at(expired))).toMatch(/has expired: the engine there needs a new one/);
		const unnamed: Endpoint = {kind: 'tcp', host: '127.0.0.1', port, tls: {...client, isVerified: true}};
		expect(await sentence(unnamed)).toMatch(/not signed by an authority that this machine trusts: .*--tlscacert/);
	});

	it('is taken as it is where nothing is to be checked', async () => {
		const port = await secured(stranger.sign({name: 'whoever'}));
		expect(await names(at(port, {isVerified: false, ca: '/nowhere/ca.pem'}))).toEqual(['web']);
	});

	it('does not know who asks without a certificate, or with one that has expired', async () => {
		const port = await secured();
		const nobody: Endpoint = {kind: 'tcp', host: '127.0.0.1', port, tls: {ca: authority.ca, isVerified: true}};
		expect(await sentence(nobody)).toMatch(/does not accept who asks: say --tlscert and --tlskey/);
		const expired = authority.sign({name: 'kim', use: 'clientAuth', hasExpired: true});
		expect(await sentence(at(port, expired))).toMatch(/does not accept who asks: .* expired on \d{4}-\d\d-\d\d/);
	});

	it('needs the key of its certificate, in PEM, and readable', async () => {
		const port = await secured();
		const other = authority.sign({name: 'other', use: 'clientAuth'});
		expect(await sentence(at(port, {key: other.key}))).toMatch(/is not the key of .*: they have to be made together/);
		const noise = join(authority.folder, 'noise.pem');
		writeFileSync(noise, 'nothing');
		expect(await sentence(at(port, {key: noise}))).toMatch(/no certificate or key in PEM/);
		expect(await sentence(at(port, {ca: noise}))).toMatch(/no certificate or key in PEM|not signed by/);
		expect(await sentence(at(port, {cert: '/nowhere.pem'}))).toMatch(/^\/nowhere\.pem can't be read/);
	});
});

describe('the wrong protocol', () => {
	it('is said where TLS meets a plain port, and nothing is sent', async () => {
		const heard: Buffer[] = [];
		const plain = await onPort(
			listen(socket => {
				socket.on('data', chunk => heard.push(chunk)).on('error', () => {});
				socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
			}),
		);
		expect(await sentence(at(plain))).toMatch(/does not speak TLS: it may be the port without \(2375\)/);
		expect(Buffer.concat(heard).toString('latin1')).not.toContain('HTTP');
	});

	it('is said where a plain question meets a TLS port', async () => {
		const port = await onPort(
			listen(socket => {
				// As Go's server answers (net/http: Server.Serve).
				socket
					.on('error', () => {})
					.end('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n');
			}),
		);
		expect(await sentence({kind: 'tcp', host: '127.0.0.1', port})).toMatch(/wants TLS: say --tlsverify/);
	});
});
