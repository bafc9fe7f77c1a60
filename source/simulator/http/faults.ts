import {isConnected, type Node} from '../objects.ts';
import {Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';

/** What goes wrong with an answer. */
export type Fault = {
	/** Milliseconds of real time before the answer starts. */
	readonly delay?: number;
	/** Answers this instead. */
	readonly status?: number;
	readonly message?: string;
	/** Breaks the connection after so many bytes of body. */
	readonly cutAfter?: number;
	/** Never answers. */
	readonly hangs?: boolean;
	/** How often; for ever if absent. */
	readonly times?: number;
};

export type Faults = {
	/** On paths (without version and query) that match; the newest fault counts. Answers its end. */
	readonly add: (path: RegExp, fault: Fault) => () => void;
	readonly take: (path: string) => Fault | undefined;
	readonly clear: () => void;
};

export const createFaults = (): Faults => {
	const all: {readonly path: RegExp; readonly fault: Fault; left: number}[] = [];
	return {
		add(path, fault) {
			const entry = {path, fault, left: fault.times ?? Number.POSITIVE_INFINITY};
			all.push(entry);
			return () => void all.splice(all.indexOf(entry), all.includes(entry) ? 1 : 0);
		},
		take(path) {
			const found = all.findLast(entry => entry.left > 0 && entry.path.test(path));
			if (found) {
				found.left -= 1;
			}
			return found?.fault;
		},
		clear: () => void all.splice(0),
	};
};

/**
What `POST /_skep/fault` takes, so that other processes can break things:

	{"kind": "kill", "node": "worker-2"}     power off; also "cut" (off the network) and "return"
	{"kind": "return-all"}                   every node that is off or cut off
	{"kind": "lose-quorum"}                  kills managers until too few are left
	{"kind": "answer", "path": "^/tasks", "delay": 5000, "status": 500, "message": "no", "cutAfter": 100, "hangs": true, "times": 1}
	{"kind": "clear"}                        answers are well again; nodes stay as they are
	{"kind": "advance", "milliseconds": 60000}

It is answered even by the engine of a node without power: that is how the node comes back.
*/
export type FaultRequest =
	| {readonly kind: 'kill' | 'cut' | 'return'; readonly node: string}
	| {readonly kind: 'return-all' | 'lose-quorum' | 'clear'}
	| ({readonly kind: 'answer'; readonly path: string} & Fault)
	| {readonly kind: 'advance'; readonly milliseconds: number};

type NodeFault = 'kill' | 'cut' | 'return';

/** Why there is nothing to do. */
const nothingTo = (kind: NodeFault, {isUp, isCut}: Node) => {
	if (kind === 'return') {
		return isUp && !isCut ? 'is on and connected' : undefined;
	}
	if (!isUp) {
		return 'is off already';
	}
	return kind === 'cut' && isCut ? 'is cut off already' : undefined;
};

const onNode = (simulator: Simulator, kind: NodeFault, name: string) => {
	const node = found(simulator, name);
	const reason = nothingTo(kind, node);
	if (reason !== undefined) {
		throw new Refusal(409, `${node.raw.Description.Hostname} ${reason}`);
	}
	simulator[kind === 'return' ? 'bringBack' : kind](node.id);
};

const found = (simulator: Simulator, name: string) => {
	try {
		return simulator.node(name);
	} catch (error) {
		throw new Refusal(404, error instanceof Error ? error.message : String(error));
	}
};

const returnAll = (simulator: Simulator) => {
	const away = [...simulator.swarm.store.nodes.all.values()].filter(node => !isConnected(node));
	for (const {id} of away) {
		simulator.bringBack(id);
	}
	return away.map(({raw}) => raw.Description.Hostname);
};

const patternOf = (text: string) => {
	try {
		return new RegExp(text);
	} catch {
		throw new Refusal(400, `"${text}" is no regular expression`);
	}
};

/** Where faults are asked for. */
export const faultPath = '/_skep/fault';

/** Does what was asked for; answers what came of it. */
export const applyFault = (simulator: Simulator, faults: Faults, request: FaultRequest): object => {
	switch (request.kind) {
		case 'kill':
		case 'cut':
		case 'return':
			onNode(simulator, request.kind, request.node);
			return {node: request.node};
		case 'return-all':
			return {returned: returnAll(simulator)};
		case 'lose-quorum':
			return {killed: simulator.loseQuorum()};
		case 'answer':
			faults.add(patternOf(request.path), request);
			return {path: request.path};
		case 'clear':
			faults.clear();
			return {};
		case 'advance':
			simulator.advance(request.milliseconds);
			return {now: new Date(simulator.swarm.timeline.now()).toISOString()};
		default:
			throw new Refusal(400, 'kind is one of kill, cut, return, return-all, lose-quorum, answer, clear, advance');
	}
};
