import {expect, test} from 'vitest';
import {served} from './served.ts';

const spec = (name: string, changes: object = {}) => ({
	Name: name,
	TaskTemplate: {ContainerSpec: {Image: 'demo/web:1'}},
	Mode: {Replicated: {Replicas: 2}},
	...changes,
});

const template = (changes: object) => ({TaskTemplate: {ContainerSpec: {Image: 'demo/web:1'}, ...changes}});

type Refused = [method: string, path: string, body: object | undefined, status: number, message: string];

const grpc = (code: string, text: string) => `rpc error: code = ${code} desc = ${text}`;

test('what a real engine refuses is refused in its words', async () => {
	await using swarm = await served();
	const {ID: web} = (await swarm.post('/services/create', spec('web'))) as {ID: string};
	await swarm.post('/services/create', spec('edge', {EndpointSpec: {Ports: [{TargetPort: 80, PublishedPort: 8080}]}}));
	await swarm.post('/secrets/create', {Name: 's1', Data: 'eA=='});
	swarm.simulator.advance(5000);
	const service = (await swarm.get(`/services/${web}`)) as {Version: {Index: number}; Spec: object};
	const edge = (await swarm.get('/services/edge')) as {ID: string};
	const [first] = (await swarm.get('/nodes?filters={"name":["node-1"]}')) as {ID: string; Version: {Index: number}}[];
	const [worker] = (await swarm.get('/nodes?filters={"name":["node-5"]}')) as {ID: string}[];
	const at = `/services/${web}/update?version=${service.Version.Index}`;
	const create = '/services/create';

	const refused: readonly Refused[] = [
		['GET', '/nodes/self', undefined, 404, 'node self not found'],
		['GET', '/services/nosuch', undefined, 404, 'service nosuch not found'],
		['GET', '/tasks?filters={"service":["nosuch"]}', undefined, 404, 'service nosuch not found'],
		['GET', '/tasks?filters={"node":["nosuch"]}', undefined, 404, 'node nosuch not found'],
		['GET', '/tasks?filters={"colour":["red"]}', undefined, 400, "invalid filter 'colour'"],
		['GET', '/nosuch', undefined, 404, 'page not found'],
		[
			'POST',
			create,
			spec('web'),
			409,
			grpc('AlreadyExists', 'name conflicts with an existing object: service web already exists'),
		],
		[
			...([
				'POST',
				create,
				spec('other', {EndpointSpec: {Ports: [{TargetPort: 1, PublishedPort: 8080}]}}),
				400,
			] as const),
			grpc('InvalidArgument', `port '8080' is already in use by service 'edge' (${edge.ID}) as an ingress port`),
		],
		[
			...(['POST', create, spec('other', template({Placement: {Constraints: ['node.role=manager']}})), 500] as const),
			grpc('Unknown', 'constraint expected one operator from ==, !='),
		],
		['POST', create, spec('other', template({Networks: [{Target: 'nosuchnet'}]})), 500, 'network nosuchnet not found'],
		[
			...([
				'POST',
				create,
				spec('other', {TaskTemplate: {ContainerSpec: {Image: 'a', Secrets: [{SecretName: 'nosuch'}]}}}),
				400,
			] as const),
			grpc('InvalidArgument', 'secret not found: nosuch'),
		],
		[
			...(['POST', create, spec('other', template({Resources: {Limits: {MemoryBytes: 1024}}})), 400] as const),
			grpc('InvalidArgument', 'invalid memory value 1024: Must be at least 4MiB'),
		],
		['POST', `/services/${web}/update?version=1`, service.Spec, 500, grpc('Unknown', 'update out of sequence')],
		['POST', at, spec('webb'), 501, grpc('Unimplemented', 'renaming services is not supported')],
		['POST', at, spec('web', {Mode: {Global: {}}}), 501, grpc('Unimplemented', 'service mode change is not allowed')],
		[
			...(['POST', `${at}&rollback=previous`, service.Spec, 400] as const),
			grpc('FailedPrecondition', `service ${web} does not have a previous spec`),
		],
		[
			...(['DELETE', `/nodes/${worker?.ID}`, undefined, 400] as const),
			grpc('FailedPrecondition', `node ${worker?.ID} is not down and can't be removed`),
		],
		[
			...(['DELETE', `/nodes/${first?.ID}?force=true`, undefined, 400] as const),
			grpc(
				'FailedPrecondition',
				`node ${first?.ID} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal`,
			),
		],
		['POST', '/networks/create', {Name: 'ingress', Driver: 'overlay'}, 409, 'network with name ingress already exists'],
		['POST', '/secrets/create', {Name: 's1', Data: 'eA=='}, 409, grpc('AlreadyExists', 'secret s1 already exists')],
		[
			...(['POST', '/secrets/create', {Name: 's2', Data: Buffer.alloc(512_000).toString('base64')}, 400] as const),
			grpc('InvalidArgument', 'secret data must be larger than 0 and less than 512000 bytes'),
		],
	];

	for (const [method, path, body, status, message] of refused) {
		const answer = await swarm.ask(method, encodeURI(path), body);
		expect.soft([answer.status, answer.json], `${method} ${path}`).toEqual([status, {message}]);
	}
	expect((await swarm.ask('POST', `/services/${web}/update`, service.Spec)).status).toBe(400);
});

test('secrets and configs in use stay; of their specs only labels change', async () => {
	await using swarm = await served();
	const {ID} = (await swarm.post('/secrets/create', {Name: 'pw', Data: 'eA=='})) as {ID: string};
	const secret = (await swarm.get(`/secrets/${ID}`)) as {Version: {Index: number}; Spec: {Data?: string}};
	expect(secret.Spec.Data).toBeUndefined();

	const at = `/secrets/${ID}/update?version=${secret.Version.Index}`;
	expect((await swarm.ask('POST', at, {Name: 'pw', Data: 'eQ=='})).json).toEqual({
		message: grpc('InvalidArgument', 'only updates to Labels are allowed'),
	});
	await swarm.post(at, {Name: 'pw', Labels: {for: 'tests'}});

	const Secrets = [{SecretID: ID, SecretName: 'pw'}];
	await swarm.post('/services/create', spec('app', {TaskTemplate: {ContainerSpec: {Image: 'demo/web:1', Secrets}}}));
	expect((await swarm.ask('DELETE', `/secrets/${ID}`)).json).toEqual({
		message: grpc('InvalidArgument', "secret 'pw' is in use by the following service: app"),
	});
	await swarm.remove('/services/app');
	expect((await swarm.ask('DELETE', `/secrets/${ID}`)).status).toBe(204);
});

test('an overlay whose range is taken is accepted, and its tasks stay new', async () => {
	await using swarm = await served();
	const range = {Driver: 'overlay', IPAM: {Config: [{Subnet: '10.50.0.0/24'}]}};
	await swarm.post('/networks/create', {Name: 'one', ...range});
	const {Id} = (await swarm.post('/networks/create', {Name: 'two', ...range})) as {Id: string};
	expect(await swarm.get(`/networks/${Id}`)).toMatchObject({Scope: 'swarm', Driver: '', IPAM: {Config: null}});

	await swarm.post('/services/create', spec('stuck', template({Networks: [{Target: 'two'}]})));
	swarm.simulator.advance(10_000);
	const tasks = (await swarm.get('/tasks')) as {Status: {State: string; Err?: string}}[];
	expect(tasks.map(({Status: {State, Err}}) => [State, Err])).toEqual([
		['new', undefined],
		['new', undefined],
	]);
});

test.each([
	['20.10', '1.42', 'client version 1.42 is too new. Maximum supported API version is 1.41'],
	[
		'28.5',
		'1.23',
		'client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version',
	],
] as const)('an engine %s refuses API %s', async (engine, version, message) => {
	await using swarm = await served({engine});
	expect((await swarm.ask('GET', `/v${version}/nodes`)).json).toEqual({message});
});

test('counts are given only to those who ask for them with an API that has them', async () => {
	await using swarm = await served();
	await swarm.post('/services/create', spec('web'));
	swarm.simulator.advance(5000);
	expect(await swarm.get('/v1.41/services?status=true')).toMatchObject([
		{ServiceStatus: {RunningTasks: 2, DesiredTasks: 2, CompletedTasks: 0}},
	]);
	const [old] = (await swarm.get('/v1.40/services?status=true')) as object[];
	expect(old).not.toHaveProperty('ServiceStatus');
});
