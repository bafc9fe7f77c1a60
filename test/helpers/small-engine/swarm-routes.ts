import {nextVersion} from './changes.ts';
import type {Reply} from './faults.ts';
import {swarmOf, type Tokens, tokensOf} from './reads.ts';
import type {Call, Route} from './routes.ts';
import type {World} from './world.ts';

/** What `GET /info` says of an engine's part in a swarm; without managers it is none itself. */
export const swarmState = (state: string, more: Readonly<Record<string, unknown>> = {}) => ({
	Swarm: {LocalNodeState: state, ControlAvailable: false, NodeID: '', NodeAddr: '', Error: '', ...more},
});

const json = (reply: Reply, body: unknown, status = 200) => {
	reply.head(status, {'Content-Type': 'application/json'});
	reply.write(Buffer.from(`${JSON.stringify(body)}\n`));
	reply.end();
};

const refuse = (reply: Reply, status: number, message: string) => json(reply, {message}, status);

const stateOf = ({info}: World) =>
	(info['Swarm'] as {readonly LocalNodeState?: string} | undefined)?.LocalNodeState ?? 'active';

/** The whole world is its swarm from then on. */
const takesPart = ({world, change}: Call, reply: Reply) => {
	if (stateOf(world) !== 'inactive') {
		return refuse(reply, 503, 'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm.');
	}

	change(now => {
		now.info = {};
	});
	json(reply, world.self);
};

const leave = ({world, change}: Call, reply: Reply) => {
	const isManager = (world.info['Swarm'] as {readonly ControlAvailable?: boolean} | undefined)?.ControlAvailable;
	if (isManager !== false) {
		return refuse(reply, 503, 'You are attempting to leave the swarm on a node that is participating as a manager.');
	}

	change(now => {
		now.info = {...now.info, ...swarmState('inactive')};
	});
	json(reply, null);
};

const unlock = ({world, change, body}: Call, reply: Reply) => {
	const {UnlockKey: key} = body as {readonly UnlockKey: string};
	if (stateOf(world) !== 'locked') {
		return refuse(reply, 409, 'swarm is not locked');
	}

	if (key !== unlockKey) {
		return refuse(reply, 401, 'swarm could not be unlocked: invalid key provided');
	}

	change(now => {
		now.info = {};
	});
	json(reply, null);
};

/** What unlocks it. */
export const unlockKey = `SWMKEY-1-${'K'.repeat(43)}`;

type SwarmSpec = {
	readonly CAConfig?: {readonly ForceRotate?: number};
	readonly EncryptionConfig?: {readonly AutoLockManagers?: boolean};
};

const update = ({world, query, body}: Call, reply: Reply) => {
	const now = swarmOf(world) as {readonly Version: {readonly Index: number}; readonly Spec: SwarmSpec};
	if (Number(query['version']) !== now.Version.Index) {
		return refuse(reply, 500, 'rpc error: code = Unknown desc = update out of sequence');
	}

	const spec = body as SwarmSpec;
	const isRotation = (spec.CAConfig?.ForceRotate ?? 0) > (now.Spec.CAConfig?.ForceRotate ?? 0);
	Object.assign(world.swarm, {
		Spec: spec,
		Version: {Index: Math.max(nextVersion(world), now.Version.Index + 1)},
		...(isRotation && {RootRotationInProgress: true}),
		...tokensAfter(query, tokensOf(world)),
	});
	json(reply, null);
};

const tokensAfter = (query: Call['query'], {Worker, Manager}: Tokens) => ({
	JoinTokens: {
		Worker: query['rotateWorkerToken'] === 'true' ? `${Worker}-again` : Worker,
		Manager: query['rotateManagerToken'] === 'true' ? `${Manager}-again` : Manager,
	},
});

const readKey = ({world}: Call, reply: Reply) => {
	const {Spec} = swarmOf(world) as unknown as {readonly Spec: SwarmSpec};
	json(reply, {UnlockKey: Spec.EncryptionConfig?.AutoLockManagers ? unlockKey : ''});
};

const containers = ({world}: Call, reply: Reply) =>
	json(
		reply,
		world.tasks
			.filter(({NodeID}) => NodeID === world.self)
			.map(task => {
				const service = world.services.find(({ID}) => ID === task.ServiceID)?.Spec.Name ?? '';
				const name = `${service}.${task.Slot}.${task.ID}`;
				return {
					Labels: {'com.docker.swarm.task.name': name, 'com.docker.swarm.service.name': service},
				};
			}),
	);

export const swarmRoutes: readonly Route[] = [
	['POST', /^\/swarm\/(?:init|join)$/, takesPart],
	['POST', /^\/swarm\/leave$/, leave],
	['POST', /^\/swarm\/unlock$/, unlock],
	['POST', /^\/swarm\/update$/, update],
	['GET', /^\/swarm\/unlockkey$/, readKey],
	['GET', /^\/containers\/json$/, containers],
];
