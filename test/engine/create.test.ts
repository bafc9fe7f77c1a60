import {expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {rawFile} from '../helpers/small-engine/build.ts';
import {type SmallEngine, startSmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';

const withEngine = async (run: (client: Engine, small: SmallEngine) => Promise<void>) => {
	await using small = await startSmallEngine(world({secrets: [rawFile('taken')], volumes: [{Name: 'old'}]}));
	const client = connect(small.endpoint);
	try {
		await run(client, small);
	} finally {
		client.close();
	}
};

const sent = (small: SmallEngine) =>
	small
		.requests()
		.filter(({method}) => method !== 'GET')
		.map(({method, path, query, body}) => ({method, path, query, body}));

const data = new TextEncoder().encode('a\u0000b');
const base64 = Buffer.from(data).toString('base64');

test('secrets and configs go out in the body alone, as they are', () =>
	withEngine(async (client, small) => {
		const {id, warnings} = await client.createSecret({name: 'db', labels: {a: 'b'}, data, isTemplate: true});
		await client.createConfig({name: 'motd', data});

		expect(warnings).toEqual([]);
		expect(small.world.secrets.find(({ID}) => ID === id)?.Spec.Name).toBe('db');
		expect(sent(small)).toEqual([
			{
				method: 'POST',
				path: '/secrets/create',
				query: {},
				body: {Name: 'db', Labels: {a: 'b'}, Data: base64, Templating: {Name: 'golang'}},
			},
			{method: 'POST', path: '/configs/create', query: {}, body: {Name: 'motd', Labels: {}, Data: base64}},
		]);
		// Nothing of it in a header either: dockerode would take the first argument for a registry's login.
		const headers = small.requests(/create/).map(({headers}) => JSON.stringify(headers));
		expect(headers.join()).not.toMatch(new RegExp(`registry-auth|${base64}`, 'i'));
	}));

test('a name that is taken is a conflict, in words without what was sent', () =>
	withEngine(async client => {
		const refused = client.createSecret({name: 'taken', data: new TextEncoder().encode('Zq7-hidden')});
		await expect(refused).rejects.toMatchObject({kind: 'conflict', message: 'secret taken already exists'});
		await expect(refused).rejects.not.toMatchObject({message: expect.stringContaining('Zq7')});
	}));

test('a network is for the whole swarm, with its range where one is given', () =>
	withEngine(async (client, small) => {
		const traits = {driver: 'overlay', isAttachable: true, isInternal: false, options: {encrypted: ''}, labels: {}};
		await client.createNetwork({name: 'plain', subnets: [], ...traits});
		const {id} = await client.createNetwork({
			name: 'ranged',
			subnets: [{subnet: '10.1.0.0/24', gateway: '10.1.0.9', range: '10.1.0.128/25'}],
			...traits,
			isIngress: true,
		});

		const common = {Driver: 'overlay', Scope: 'swarm', CheckDuplicate: true, Attachable: true, Internal: false};
		const [plain, ranged] = sent(small).map(({body}) => body);
		expect(plain).toEqual({...common, Name: 'plain', Ingress: false, Options: {encrypted: ''}, Labels: {}});
		expect(ranged).toMatchObject({
			...common,
			Ingress: true,
			IPAM: {Driver: 'default', Config: [{Subnet: '10.1.0.0/24', Gateway: '10.1.0.9', IPRange: '10.1.0.128/25'}]},
		});
		expect(small.world.networks.find(({Name}) => Name === 'ranged')?.Id).toBe(id);
	}));

test('what an engine has to say of a network is passed on', () =>
	withEngine(async (client, small) => {
		small.fault(/^\/networks\/create/, {garbage: '{"Id":"n1","Warning":"mind the gap"}'});
		const network = {name: 'n', driver: 'overlay', subnets: [], isAttachable: false, isInternal: false, options: {}};
		expect(await client.createNetwork({...network, labels: {}})).toEqual({id: 'n1', warnings: ['mind the gap']});
	}));

test('an answer without an id is garbled, not a success', () =>
	withEngine(async (client, small) => {
		small.fault(/^\/configs\/create/, {garbage: '{}'});
		await expect(client.createConfig({name: 'x', data})).rejects.toMatchObject({kind: 'garbled'});
	}));

test('volumes are made and removed by name', () =>
	withEngine(async (client, small) => {
		await client.createVolume({name: 'data', driver: 'local', options: {type: 'nfs'}, labels: {a: 'b'}});
		await client.removeVolume('old');
		expect((await client.volumes()).map(({name}) => name)).toEqual(['data']);
		expect(sent(small).map(({method, path, body}) => [method, path, body])).toEqual([
			['POST', '/volumes/create', {Name: 'data', Driver: 'local', DriverOpts: {type: 'nfs'}, Labels: {a: 'b'}}],
			['DELETE', '/volumes/old', undefined],
		]);
	}));
