import type {RawNode} from '../../../source/engine/decode/raw.ts';
import {type ContractCase, expectRefusal, refuses} from './case.ts';
import {nodeNamed} from './nodes.ts';
import type {Answer, ContractSwarm} from './swarm.ts';

const failed = 'rpc error: code = FailedPrecondition desc =';

const worker = (swarm: ContractSwarm) => nodeNamed(swarm, swarm.workers[0] ?? '');

/** Writes to the first worker. */
const updating =
	(write: (swarm: ContractSwarm, node: RawNode, path: string) => Promise<Answer>) => async (swarm: ContractSwarm) => {
		const node = await worker(swarm);
		return write(swarm, node, `/nodes/${node.ID}/update`);
	};

const ofSwarm: readonly ContractCase[] = [
	refuses('a swarm where there is one', 503, /^This node is already part of a swarm\./, swarm =>
		swarm.ask('POST', '/swarm/init', {ListenAddr: '0.0.0.0:2377'}),
	),
	refuses('the unlocking of a swarm that isn’t locked', 409, 'swarm is not locked', swarm =>
		swarm.ask('POST', '/swarm/unlock', {UnlockKey: 'SWMKEY-1-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'}),
	),
	refuses(
		'a manager that leaves',
		503,
		/You are attempting to leave the swarm on a node that is participating as a manager/,
		swarm => swarm.ask('POST', '/swarm/leave'),
	),
	{
		name: 'swarm settings of an old version',
		run: async swarm => {
			const {json} = await swarm.ask('GET', '/swarm');
			const {Version, Spec} = json as {readonly Version: {readonly Index: number}; readonly Spec: object};
			const answer = await swarm.ask('POST', `/swarm/update?version=${Version.Index - 1}`, Spec);
			expectRefusal(answer, 500, 'rpc error: code = Unknown desc = update out of sequence');
		},
	},
];

/** What no node and no swarm may become. */
export const refusedNodes: readonly ContractCase[] = [
	...ofSwarm,
	refuses(
		'a node update of an old version',
		500,
		'rpc error: code = Unknown desc = update out of sequence',
		updating((swarm, {Version, Spec}, path) =>
			swarm.ask('POST', `${path}?version=${(Version?.Index ?? 0) - 1}`, {...Spec, Labels: {team: 'a'}}),
		),
	),
	refuses(
		'a node update without a version',
		400,
		`invalid node version '': strconv.ParseUint: parsing "": invalid syntax`,
		updating((swarm, {Spec}, path) => swarm.ask('POST', path, Spec)),
	),
	refuses(
		'an availability that there isn’t',
		400,
		'invalid Availability: "asleep"',
		updating((swarm, {Version, Spec}, path) =>
			swarm.ask('POST', `${path}?version=${Version?.Index}`, {...Spec, Availability: 'asleep'}),
		),
	),
	refuses(
		'a role that there isn’t',
		400,
		'invalid Role: "boss"',
		updating((swarm, {Version, Spec}, path) =>
			swarm.ask('POST', `${path}?version=${Version?.Index}`, {...Spec, Role: 'boss'}),
		),
	),
	{
		name: 'the removal of a node that isn’t down',
		run: async swarm => {
			const {ID} = await worker(swarm);
			const answer = await swarm.ask('DELETE', `/nodes/${ID}`);
			expectRefusal(answer, 400, `${failed} node ${ID} is not down and can't be removed`);
		},
	},
	{
		name: 'the removal of a manager, even by force',
		run: async swarm => {
			const {ID} = await nodeNamed(swarm, swarm.managers[2] ?? '');
			const why = 'is a cluster manager and is a member of the raft cluster';
			const message = `${failed} node ${ID} ${why}. It must be demoted to worker before removal`;
			expectRefusal(await swarm.ask('DELETE', `/nodes/${ID}?force=true`), 400, message);
		},
	},
];
