import {isValid} from '../../swarm/parsed.ts';
import {emptySnapshot, type Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {type Tree, treeOf} from '../tree.ts';
import {basics} from './basics.ts';
import {initialOf, type Part, type Setting} from './entry.ts';
import {environment} from './environment.ts';
import {files} from './files.ts';
import {checks} from './health.ts';
import {networkEntries} from './networks.ts';
import {placing, room} from './placement.ts';
import {rollbacks, updates} from './policies.ts';
import {portEntries} from './ports.ts';
import {privileges} from './privileges.ts';
import {running} from './running.ts';
import {wholeProblem} from './whole-checks.ts';

/** What `docker service create` can set and people use daily, in the order in which one thinks of it. */
export const serviceForm: readonly Part[] = [
	basics,
	{title: 'Ports and networks', entries: [...portEntries, ...networkEntries]},
	environment,
	files,
	placing,
	room,
	running,
	privileges,
	checks,
	updates,
	rollbacks,
];

const entries = serviceForm.flatMap(part => part.entries);

/** What the command line sends where no flag says otherwise (docker/cli: ToService). */
const plainService = (): Tree => ({
	Labels: {},
	TaskTemplate: {
		ContainerSpec: {Labels: {}, Init: false, DNSConfig: {}},
		Resources: {Limits: {}, Reservations: {}},
		Placement: {},
	},
	Mode: {Replicated: {Replicas: 1}},
	EndpointSpec: {Mode: 'vip'},
});

/** What goes with a part of them that was set (swarmkit: api/defaults). */
const policy = {
	Parallelism: 1,
	FailureAction: 'pause',
	Monitor: 5_000_000_000,
	MaxFailureRatio: 0,
	Order: 'stop-first',
};
const restartPolicy = {Condition: 'any', Delay: 5_000_000_000, MaxAttempts: 0};

const withSetting = (spec: Tree, {path, value}: Setting): Tree => {
	const [key = '', ...rest] = path;
	return {...spec, [key]: rest.length === 0 ? value : withSetting(treeOf(spec[key]), {path: rest, value})};
};

const withDefaults = ({UpdateConfig: update, RollbackConfig: rollback, ...spec}: Tree): Tree => {
	const {RestartPolicy: restart, ...task} = treeOf(spec['TaskTemplate']);
	return {
		...spec,
		TaskTemplate: {...task, ...(restart === undefined ? {} : {RestartPolicy: {...restartPolicy, ...treeOf(restart)}})},
		...(update === undefined ? {} : {UpdateConfig: {...policy, ...treeOf(update)}}),
		...(rollback === undefined ? {} : {RollbackConfig: {...policy, ...treeOf(rollback)}}),
	};
};

/** The engine is told of a check that is off by a word in its place. */
const withHealth = (spec: Tree): Tree => {
	const task = treeOf(spec['TaskTemplate']);
	const container = treeOf(task['ContainerSpec']);
	return treeOf(container['Healthcheck'])['None'] === true
		? {...spec, TaskTemplate: {...task, ContainerSpec: {...container, Healthcheck: {Test: ['NONE']}}}}
		: spec;
};

/** `--replicas` of a job is how many of its tasks are to complete; at a time, as many as that unless it is said. */
const withJob = ({Mode: mode, ...spec}: Tree): Tree => {
	const {Replicated: replicated, ReplicatedJob: job} = treeOf(mode);
	const {Replicas: tasks = 1} = treeOf(replicated);
	return job === undefined
		? {...spec, Mode: treeOf(mode)}
		: {...spec, Mode: {ReplicatedJob: {MaxConcurrent: tasks, ...treeOf(job), TotalCompletions: tasks}}};
};

export type FormValues = Readonly<Record<string, string>>;

type ServiceRead =
	| {readonly kind: 'spec'; readonly spec: Json}
	| {readonly kind: 'problem'; readonly field: string; readonly problem: string};

/** What is wrong with the first field that is wrong, or the spec that `docker service create` would send. */
export const readServiceForm = (values: FormValues, known: Snapshot = emptySnapshot): ServiceRead => {
	const settings: Setting[] = [];

	for (const entry of entries) {
		const text = (values[entry.name] ?? initialOf(entry)).trim();
		const isNeeded = entry.name === 'name' || entry.name === 'image';
		const parsed = text === initialOf(entry) && !isNeeded ? {value: []} : entry.read(text, known);

		if (!isValid(parsed)) {
			return {kind: 'problem', field: entry.name, problem: parsed.problem};
		}

		settings.push(...parsed.value);
	}

	const problem = wholeProblem(values, settings.reduce(withSetting, {}));
	const spec = settings.reduce(withSetting, plainService());
	return problem === undefined
		? {kind: 'spec', spec: withJob(withHealth(withDefaults(spec)))}
		: {kind: 'problem', ...problem};
};
