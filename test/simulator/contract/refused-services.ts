import {type ContractCase, expectRefusal, refuses} from './case.ts';
import {create, inspect, seconds, specOf} from './services.ts';
import type {Answer, ContractSwarm} from './swarm.ts';

const invalid = 'rpc error: code = InvalidArgument desc =';

type Template = Readonly<Record<string, unknown>>;

const creating =
	(template: Template, more: object = {}) =>
	(swarm: ContractSwarm) => {
		const spec = specOf(swarm.name('refused'), 1, more);
		return swarm.ask('POST', '/services/create', {...spec, TaskTemplate: {...spec.TaskTemplate, ...template}});
	};

const withContainer = (container: object) => creating({ContainerSpec: {Image: 'web', ...container}});

/** Writes what it makes of a service that is there. */
const updating =
	(write: (swarm: ContractSwarm, id: string, version: number, spec: object) => Promise<Answer>) =>
	async (swarm: ContractSwarm) => {
		const id = await create(swarm, specOf(swarm.name('kept'), 0));
		const {Version, Spec} = await inspect(swarm, id);
		return write(swarm, id, Version?.Index ?? 0, Spec);
	};

const file = {Name: 'target', UID: '0', GID: '0', Mode: 0o444};

const ofSpecs: readonly ContractCase[] = [
	refuses(
		'a name that no DNS knows',
		400,
		`${invalid} name must be valid as a DNS name component`,
		creating({}, {Name: 'no_good_'}),
	),
	refuses('no image', 400, `${invalid} ContainerSpec: image reference must be provided`, withContainer({Image: ''})),
	refuses(
		'an image that is no reference',
		400,
		`${invalid} ContainerSpec: "NO GOOD" is not a valid repository/tag`,
		withContainer({Image: 'NO GOOD'}),
	),
	refuses(
		'a constraint without an operator',
		500,
		'rpc error: code = Unknown desc = constraint expected one operator from ==, !=',
		creating({Placement: {Constraints: ['node.role=manager']}}),
	),
	refuses(
		'a reservation under 4 MiB',
		400,
		`${invalid} invalid memory value 1000000: Must be at least 4MiB`,
		creating({Resources: {Reservations: {MemoryBytes: 1_000_000}}}),
	),
	refuses(
		'a thousandth of a thousandth of a CPU',
		400,
		`${invalid} invalid cpu value 1e-06: Must be at least 0.001`,
		creating({Resources: {Limits: {NanoCPUs: 1000}}}),
	),
	refuses('an unknown network', 500, 'network nosuch not found', creating({Networks: [{Target: 'nosuch'}]})),
	refuses(
		'an unknown secret',
		400,
		`${invalid} secret not found: nosuch`,
		withContainer({Secrets: [{SecretID: 'nosuch', SecretName: 'nosuch', File: file}]}),
	),
	refuses(
		'an unknown config',
		400,
		`${invalid} config not found: nosuch`,
		withContainer({Configs: [{ConfigID: 'nosuch', ConfigName: 'nosuch', File: file}]}),
	),
];

const ofPolicies: readonly ContractCase[] = [
	refuses(
		'a failure action that there isn’t',
		400,
		'unrecognized update failure action explode',
		creating({}, {UpdateConfig: {FailureAction: 'explode'}}),
	),
	refuses(
		'an update order that there isn’t',
		400,
		'unrecognized update order sideways',
		creating({}, {UpdateConfig: {Order: 'sideways'}}),
	),
	refuses(
		'a failure ratio above one',
		400,
		`${invalid} TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1`,
		creating({}, {UpdateConfig: {MaxFailureRatio: 2}}),
	),
	refuses(
		'a delay back in time',
		400,
		`${invalid} TaskSpec: update-delay cannot be negative`,
		creating({}, {UpdateConfig: {Delay: -seconds(1)}}),
	),
	refuses(
		'a restart condition that there isn’t',
		400,
		'invalid RestartCondition: "sometimes"',
		creating({RestartPolicy: {Condition: 'sometimes'}}),
	),
	refuses(
		'an endpoint mode that there isn’t',
		400,
		'invalid resolution mode: "magic"',
		creating({}, {EndpointSpec: {Mode: 'magic'}}),
	),
	refuses(
		'the same port twice',
		400,
		`${invalid} EndpointSpec: duplicate published ports provided`,
		creating({}, {EndpointSpec: {Ports: [1, 2].map(() => ({PublishedPort: 18_099, TargetPort: 80}))}}),
	),
	refuses(
		'a job with an update config',
		400,
		`${invalid} Jobs may not have an update config`,
		creating({RestartPolicy: {Condition: 'none'}}, {Mode: {ReplicatedJob: {}}, UpdateConfig: {Parallelism: 1}}),
	),
];

const ofUpdates: readonly ContractCase[] = [
	refuses(
		'an update of an old version',
		500,
		'rpc error: code = Unknown desc = update out of sequence',
		updating((swarm, id, version, spec) => swarm.ask('POST', `/services/${id}/update?version=${version - 1}`, spec)),
	),
	refuses(
		'an update without a version',
		400,
		`invalid service version '': strconv.ParseUint: parsing "": invalid syntax`,
		updating((swarm, id, _, spec) => swarm.ask('POST', `/services/${id}/update`, spec)),
	),
	refuses(
		'a new name',
		501,
		'rpc error: code = Unimplemented desc = renaming services is not supported',
		updating((swarm, id, version, spec) =>
			swarm.ask('POST', `/services/${id}/update?version=${version}`, {...spec, Name: swarm.name('other')}),
		),
	),
	refuses(
		'another mode',
		501,
		'rpc error: code = Unimplemented desc = service mode change is not allowed',
		updating((swarm, id, version, spec) =>
			swarm.ask('POST', `/services/${id}/update?version=${version}`, {...spec, Mode: {Global: {}}}),
		),
	),
	refuses(
		'a rollback to somewhere else',
		500,
		'unrecognized rollback option nowhere',
		updating((swarm, id, version, spec) =>
			swarm.ask('POST', `/services/${id}/update?version=${version}&rollback=nowhere`, spec),
		),
	),
];

const withIds: readonly ContractCase[] = [
	{
		name: 'a rollback without a spec to go back to',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('first'), 0));
			const {Version, Spec} = await inspect(swarm, id);
			const path = `/services/${id}/update?version=${Version?.Index}&rollback=previous`;
			const message = `rpc error: code = FailedPrecondition desc = service ${id} does not have a previous spec`;
			expectRefusal(await swarm.ask('POST', path, Spec), 400, message);
		},
	},
	{
		name: 'a second service of the same name',
		run: async swarm => {
			const spec = specOf(swarm.name('one'), 0);
			await create(swarm, spec);
			const conflict = 'name conflicts with an existing object';
			const message = `rpc error: code = AlreadyExists desc = ${conflict}: service ${spec.Name} already exists`;
			expectRefusal(await swarm.ask('POST', '/services/create', spec), 409, message);
		},
	},
	{
		name: 'an ingress port that another service holds',
		run: async swarm => {
			const ports = {EndpointSpec: {Ports: [{PublishedPort: 18_080, TargetPort: 8080}]}};
			const holder = swarm.name('holder');
			const id = await create(swarm, specOf(holder, 0, ports));
			const message = `${invalid} port '18080' is already in use by service '${holder}' (${id}) as an ingress port`;
			expectRefusal(await swarm.ask('POST', '/services/create', specOf(swarm.name('late'), 0, ports)), 400, message);
		},
	},
];

/** What no service may be. */
export const refusedServices: readonly ContractCase[] = [...ofSpecs, ...ofPolicies, ...ofUpdates, ...withIds];
