import {guideRowId} from './guide-row.ts';
import type {NeedsRow} from './needs-rows.ts';

/** Where the way out of a problem begins. */
type Cure = {
	readonly to:
		| 'quorum'
		| 'guide'
		| 'cockpit'
		| 'why'
		| 'logs'
		| 'rebalance'
		| 'twin'
		| 'swarm'
		| 'network'
		| 'files'
		| 'row'
		| 'nowhere';
	/** What is there to be done, in words. */
	readonly words: string;
};

const byVerdict: Readonly<Record<string, Cure>> = {
	PAUSED: {to: 'cockpit', words: 'its cockpit: why it stands, R back, U go on, u another image'},
	STUCK: {to: 'cockpit', words: 'its cockpit: what it waits for, R back'},
	'ROLLED BACK': {to: 'cockpit', words: 'its cockpit: what failed; u to try another image'},
	moving: {to: 'cockpit', words: 'its cockpit: slot by slot'},
	LOOP: {to: 'logs', words: 'its logs: why it ends; then R back, or u another image'},
	'GAVE UP': {to: 'logs', words: 'its logs: why it ended; r starts it again once the cause is gone'},
	JOB: {to: 'logs', words: 'its logs: why it fails'},
	DOWN: {to: 'why', words: 'why nothing of it runs, node by node'},
	SHORT: {to: 'why', words: 'why it has less than it wants, node by node'},
	IMAGE: {to: 'row', words: 'the service: push its image to a registry that every node reaches, then u'},
	DIGEST: {to: 'row', words: 'the service: r or u makes all its tasks from one image'},
	SKEW: {to: 'rebalance', words: 'rebalance: restart uneven services one after the other (:rebalance)'},
	TWIN: {to: 'twin', words: 'give the new entry the labels of the old one, and remove that'},
	NODE: {to: 'row', words: 'the node: is its engine up? Ctrl+D removes one that is gone for good'},
	VERSIONS: {to: 'swarm', words: 'the swarm: engines are upgraded one node at a time, drained (D) first'},
	MANAGERS: {to: 'swarm', words: 'the swarm: promote a worker or demote a manager (M), for an odd number'},
	QUORUM: {to: 'swarm', words: 'the swarm: bring a manager back, or demote one that is gone (M)'},
	CA: {to: 'swarm', words: 'the swarm: when it ends; C makes another, and every node a new one by it'},
	POOL: {to: 'swarm', words: 'the swarm: remove networks nobody uses, or give new ones a subnet of their own'},
	UNUSED: {to: 'files', words: 'their list: Ctrl+D removes one that no file or script counts on'},
	NETWORK: {to: 'network', words: 'the network: its addresses overlap others, or the pool is full'},
};

/** The way out of what a row tells, and where it begins. */
export const cureOf = ({id, verdict, subject}: NeedsRow): Cure => {
	if (id === guideRowId) {
		return {to: 'guide', words: 'how far it is; go on, or undo it'};
	}

	if (id === 'connection' && verdict === 'NO QUORUM') {
		return {to: 'quorum', words: 'what is so, what not to do, and the ways back'};
	}

	if (id === 'connection') {
		return {to: 'nowhere', words: 'nothing from here: the managers have to answer again'};
	}

	return (
		byVerdict[verdict] ??
		(subject.kind === 'swarm' ? {to: 'swarm', words: 'the page of the swarm'} : {to: 'row', words: 'its row'})
	);
};
