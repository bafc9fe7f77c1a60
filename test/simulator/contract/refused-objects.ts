import {expect} from 'vitest';
import {type ContractCase, expectRefusal, refuses} from './case.ts';
import {create, specOf} from './services.ts';
import {byEngine, type ContractSwarm} from './swarm.ts';

const outOfSequence = 'rpc error: code = Unknown desc = update out of sequence';
const invalid = 'rpc error: code = InvalidArgument desc =';
const base64 = (text: string) => Buffer.from(text).toString('base64');

type Stored = {
	readonly ID: string;
	readonly Name: string;
	readonly Version: {readonly Index: number};
	readonly Spec: {readonly Name: string};
};

const kept = async (swarm: ContractSwarm, kind: string): Promise<Stored> => {
	const Name = swarm.name(kind);
	const {status, json} = await swarm.ask('POST', `/${kind}s/create`, {Name, Labels: {}, Data: base64('kept')});
	expect(status).toBe(201);
	const {ID} = json as {readonly ID: string};
	return {...((await swarm.ask('GET', `/${kind}s/${ID}`)).json as Stored), ID, Name};
};

const referenceTo = (kind: string, {ID, Name}: Stored) => {
	const word = kind === 'secret' ? 'Secret' : 'Config';
	const File = {Name, UID: '0', GID: '0', Mode: 0o444};
	return {[`${word}s`]: [{[`${word}ID`]: ID, [`${word}Name`]: Name, File}]};
};

const limits = {secret: 512_000, config: 1_024_000};

const ofStored = (kind: 'secret' | 'config'): readonly ContractCase[] => [
	refuses(
		`a ${kind} with a name that isn’t one`,
		400,
		`${invalid} invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]`,
		swarm => swarm.ask('POST', `/${kind}s/create`, {Name: 'no good', Data: base64('x')}),
	),
	refuses(
		`a ${kind} that is too large by one byte`,
		400,
		`${invalid} ${kind} data must be larger than 0 and less than ${limits[kind]} bytes`,
		swarm => swarm.ask('POST', `/${kind}s/create`, {Name: swarm.name(kind), Data: base64('x'.repeat(limits[kind]))}),
	),
	{
		name: `a second ${kind} of the same name`,
		run: async swarm => {
			const {Name} = await kept(swarm, kind);
			const answer = await swarm.ask('POST', `/${kind}s/create`, {Name, Data: base64('other')});
			expectRefusal(answer, 409, `rpc error: code = AlreadyExists desc = ${kind} ${Name} already exists`);
		},
	},
	{
		name: `an update of a ${kind} of an old version`,
		run: async swarm => {
			const {ID, Version, Spec} = await kept(swarm, kind);
			const path = `/${kind}s/${ID}/update?version=${Version.Index - 1}`;
			expectRefusal(await swarm.ask('POST', path, {...Spec, Labels: {team: 'a'}}), 500, outOfSequence);
		},
	},
	{
		name: `an update of a ${kind} without a version`,
		run: async swarm => {
			const {ID, Spec} = await kept(swarm, kind);
			expectRefusal(await swarm.ask('POST', `/${kind}s/${ID}/update`, Spec), 400, `invalid ${kind} version`);
		},
	},
	{
		name: `other data for a ${kind}`,
		run: async swarm => {
			const {ID, Version, Spec} = await kept(swarm, kind);
			const path = `/${kind}s/${ID}/update?version=${Version.Index}`;
			const answer = await swarm.ask('POST', path, {...Spec, Data: base64('changed')});
			expectRefusal(answer, 400, `${invalid} only updates to Labels are allowed`);
		},
	},
	{
		name: `the removal of a ${kind} that is in use`,
		run: async swarm => {
			const stored = await kept(swarm, kind);
			const Image = 'web';
			const user = swarm.name('user');
			const template = {TaskTemplate: {ContainerSpec: {Image, ...referenceTo(kind, stored)}}};
			await create(swarm, specOf(user, 0, template));
			const message = `${invalid} ${kind} '${stored.Name}' is in use by the following service: ${user}`;
			expectRefusal(await swarm.ask('DELETE', `/${kind}s/${stored.ID}`), 400, message);
		},
	},
];

const network = async (swarm: ContractSwarm) => {
	const Name = swarm.name('net');
	const {status, json} = await swarm.ask('POST', '/networks/create', {Name, Driver: 'overlay'});
	expect(status).toBe(201);
	return {Name, Id: (json as {readonly Id: string}).Id};
};

const ofNetworks: readonly ContractCase[] = [
	{
		name: 'a second network of the same name',
		run: async swarm => {
			const {Name} = await network(swarm);
			const answer = await swarm.ask('POST', '/networks/create', {Name, Driver: 'overlay', CheckDuplicate: true});
			expectRefusal(answer, 409, `network with name ${Name} already exists`);
		},
	},
	refuses('a second ingress network', 409, /ingress network \(\w+\) is already present$/, swarm =>
		swarm.ask('POST', '/networks/create', {Name: swarm.name('in'), Driver: 'overlay', Ingress: true}),
	),
	{
		name: 'a subnet that is none',
		run: async swarm => {
			const IPAM = {Config: [{Subnet: 'here/24'}]};
			const answer = await swarm.ask('POST', '/networks/create', {Name: swarm.name('net'), Driver: 'overlay', IPAM});
			// From 25 on the daemon looks at it before SwarmKit does.
			expectRefusal(answer, byEngine(swarm, {'20.10': 500, '28.5': 400}), /here\/24/);
		},
	},
	{
		name: 'the removal of a network that is in use',
		run: async swarm => {
			const {Id} = await network(swarm);
			const user = await create(swarm, specOf(swarm.name('user'), 0, {Networks: [{Target: Id}]}));
			const message = `rpc error: code = FailedPrecondition desc = network ${Id} is in use by service ${user}`;
			expectRefusal(await swarm.ask('DELETE', `/networks/${Id}`), 400, message);
		},
	},
];

/** What no secret, config or network may be. */
export const refusedObjects: readonly ContractCase[] = [...ofStored('secret'), ...ofStored('config'), ...ofNetworks];
