import {expect} from 'vitest';
import {type ContractCase, expectRefusal, refuses} from './case.ts';
import {byEngine, type ContractSwarm} from './swarm.ts';
import {until} from './watching.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const invalid = 'rpc error: code = InvalidArgument desc =';
const badName = `${invalid} invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]`;

type Kept = {readonly ID: string; readonly Spec: {readonly Data?: string; readonly Name: string}};

const ofFiles = (kind: 'secret' | 'config'): readonly ContractCase[] => [
	{
		name: `a ${kind} is found with its labels${kind === 'config' ? ' and its content' : ', and without its value'}`,
		run: async swarm => {
			const Name = swarm.name(kind);
			const spec = {Name, Labels: {team: 'shop'}, Templating: {Name: 'golang'}};
			const made = await swarm.ask('POST', `/${kind}s/create`, {...spec, Data: base64('content')});
			expect(made).toMatchObject({status: 201, json: {ID: expect.stringMatching(/^\w{25}$/)}});
			const {json} = await swarm.ask('GET', `/${kind}s/${Name}`);
			expect((json as Kept).Spec).toEqual({...spec, ...(kind === 'config' ? {Data: base64('content')} : {})});
			const list = (await swarm.ask('GET', `/${kind}s`)).json as readonly Kept[];
			expect(list.find(({Spec}) => Spec.Name === Name)?.Spec).toEqual((json as Kept).Spec);
		},
	},
	refuses(`a ${kind} whose name ends in a dot`, 400, badName, swarm =>
		swarm.ask('POST', `/${kind}s/create`, {Name: 'x.', Data: base64('x')}),
	),
	refuses(
		`a ${kind} with nothing in it`,
		400,
		`${invalid} ${kind} data must be larger than 0 and less than ${kind === 'secret' ? 512_000 : 1_024_000} bytes`,
		swarm => swarm.ask('POST', `/${kind}s/create`, {Name: swarm.name(kind), Data: ''}),
	),
];

const network = (swarm: ContractSwarm, more: object) =>
	swarm.ask('POST', '/networks/create', {Driver: 'overlay', CheckDuplicate: true, Scope: 'swarm', ...more});

const ofNetworks: readonly ContractCase[] = [
	{
		name: 'a network has the subnet, gateway, range, options and traits that it was given',
		run: async swarm => {
			const Name = swarm.name('net');
			const Config = [{Subnet: '10.190.0.0/24', Gateway: '10.190.0.9', IPRange: '10.190.0.128/25'}];
			const Options = {encrypted: '', 'com.docker.network.driver.mtu': '1400'};
			const traits = {Attachable: true, Internal: true, Labels: {a: 'b'}};
			const made = await network(swarm, {Name, Options, ...traits, IPAM: {Driver: 'default', Config}});
			expect(made).toMatchObject({status: 201, json: {Id: expect.stringMatching(/^\w{25}$/)}});
			const json = await until(swarm, 'it is allocated', async () => {
				const found = (await swarm.ask('GET', `/networks/${Name}`)).json as {readonly Driver: string};
				return found.Driver === '' ? undefined : found;
			});
			expect(json).toMatchObject({
				Scope: 'swarm',
				Driver: 'overlay',
				Ingress: false,
				Options,
				...traits,
				IPAM: {Config},
			});
		},
	},
	...(['a.b', '-a', 'a b'] as const).map(Name =>
		refuses(`a network called ${Name}`, 400, `${invalid} name must be valid as a DNS name component`, swarm =>
			network(swarm, {Name}),
		),
	),
	refuses('a network with too long a name', 400, `${invalid} name must be 63 characters or fewer`, swarm =>
		network(swarm, {Name: 'x'.repeat(64)}),
	),
	refuses(
		'a network called as one that every engine has',
		409,
		'network with name docker_gwbridge already exists',
		swarm => network(swarm, {Name: 'docker_gwbridge'}),
	),
	refuses('an attachable ingress network', 400, `${invalid} ingress network cannot be attachable`, swarm =>
		network(swarm, {Name: swarm.name('in'), Ingress: true, Attachable: true}),
	),
];

const volumes: readonly ContractCase[] = [
	{
		name: 'a volume is found with its options and labels, and goes',
		run: async swarm => {
			const Name = swarm.name('data');
			const Options = {type: 'nfs', o: 'addr=10.0.0.5,rw', device: ':/x'};
			const made = {Name, Driver: 'local', Options, Labels: {a: 'b'}, Scope: 'local'};
			const body = {Name, Driver: 'local', DriverOpts: Options, Labels: {a: 'b'}};
			expect(await swarm.ask('POST', '/volumes/create', body)).toMatchObject({status: 201, json: made});
			expect((await swarm.ask('GET', `/volumes/${Name}`)).json).toMatchObject(made);
			const {Volumes} = (await swarm.ask('GET', '/volumes')).json as {readonly Volumes: readonly {Name: string}[]};
			expect(Volumes.map(volume => volume.Name)).toContain(Name);
			expect((await swarm.ask('DELETE', `/volumes/${Name}`)).status).toBe(204);
			const gone = byEngine(swarm, {'20.10': `get ${Name}: no such volume`, '28.5': `volume ${Name} not found`});
			expectRefusal(await swarm.ask('DELETE', `/volumes/${Name}`), 404, gone);
		},
	},
	{
		name: 'a second volume of a name is the first one',
		run: async swarm => {
			const Name = swarm.name('data');
			await swarm.ask('POST', '/volumes/create', {Name, Driver: 'local'});
			const again = await swarm.ask('POST', '/volumes/create', {Name, Driver: 'local', Labels: {other: 'yes'}});
			expect(again).toMatchObject({status: 201, json: {Name, Labels: null}});
			await swarm.ask('DELETE', `/volumes/${Name}`);
		},
	},
	refuses('a volume with a name of one letter', 400, /^create a: volume name is too short/, swarm =>
		swarm.ask('POST', '/volumes/create', {Name: 'a', Driver: 'local'}),
	),
	refuses('a volume with a space in its name', 400, /^create a b: "a b" includes invalid characters/, swarm =>
		swarm.ask('POST', '/volumes/create', {Name: 'a b', Driver: 'local'}),
	),
	refuses('an option that no local volume has', 400, 'create data: invalid option: "nosuch"', swarm =>
		swarm.ask('POST', '/volumes/create', {Name: 'data', Driver: 'local', DriverOpts: {nosuch: 'x'}}),
	),
	refuses('a device without its type', 400, 'create data: missing required option: "type"', swarm =>
		swarm.ask('POST', '/volumes/create', {Name: 'data', Driver: 'local', DriverOpts: {device: '/x'}}),
	),
];

/** What is made besides services, and what is no such thing. */
export const created: readonly ContractCase[] = [...ofFiles('secret'), ...ofFiles('config'), ...ofNetworks, ...volumes];
