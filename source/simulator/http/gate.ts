import {isConnected, type Node} from '../objects.ts';
import {deadlineExceeded, noLeader, notAManager, type Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';
import type {Route} from './routes.ts';

/** How long a call waits for a leader, and how long after quorum was lost calls still wait at all. */
const patience = 20_000;
const callsWaitFor = 40_000;

/** Lets a call through when there is who it needs, or refuses it: at once, or after it has waited in vain. */
export const pass = (
	simulator: Simulator,
	self: Node,
	{needs}: Route,
	go: () => void,
	refuse: (refusal: Refusal) => void,
) => {
	const {raft, swarm} = simulator;
	const isAlone = !isConnected(self);
	const isFree = needs === 'engine' || (raft.leaderId() !== undefined && !isAlone);
	if (needs === 'leader' && !self.isManager) {
		return refuse(notAManager());
	}
	if (isFree || !self.isManager) {
		return go();
	}
	const giveUp = (refusal: Refusal) => (needs === 'asks' ? go() : refuse(refusal));
	const lost = swarm.timeline.now() - (raft.leaderlessSince() ?? 0);
	if (!raft.hasQuorum() && !isAlone && lost >= callsWaitFor) {
		return giveUp(noLeader());
	}
	let isSettled = false;
	const settle = (run: () => void) => {
		if (!isSettled) {
			isSettled = true;
			run();
		}
	};
	swarm.timeline.after(patience, () => settle(() => giveUp(deadlineExceeded())));
	if (!isAlone) {
		raft.whenLed(() => settle(go));
	}
};
